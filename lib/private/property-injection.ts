import { InjectionContext, PropertyInjectors } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What the nearest injector above a construct makes of its properties, as the CDK does it for its own constructs. */
export function inject<T>(uniqueId: string, props: T, context: InjectionContext): T {
  const injector = findInjector(context.scope, uniqueId);
  return injector === undefined ? props : (injector.inject(props, context) as T);
}

function findInjector(scope: IConstruct, uniqueId: string) {
  const injectors: unknown = scope;
  const own = PropertyInjectors.hasPropertyInjectors(injectors) ? PropertyInjectors.of(scope) : undefined;
  const injector = own?.for(uniqueId);
  if (injector || scope.node.scope === undefined) return injector;
  return findInjector(scope.node.scope, uniqueId);
}
