import { findingsOfDirectConnect } from './direct-connect';
import { asEmulated, type Evidence, type Finding } from './finding';
import { findingsOfRequests } from './requests';
import { findingsOfStack } from './stack';

/** What a run has seen of everything that AWS does not document, and the package goes by. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { directConnect, cloudFormation } = evidence.emulated;
  const ofDirectConnect = findingsOfDirectConnect(evidence);
  const ofCloudFormation = [...findingsOfRequests(evidence), ...findingsOfStack(evidence)];
  return [
    ...ofDirectConnect.map((each) => (directConnect ? asEmulated('Direct Connect', each) : each)),
    ...ofCloudFormation.map((each) => (cloudFormation ? asEmulated('CloudFormation', each) : each)),
  ];
}
