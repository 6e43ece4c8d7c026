/** The form in which a presigned URL tells when it was signed: `X-Amz-Date`. */
export function amzDate(time: number): string {
  return `${new Date(time).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}
