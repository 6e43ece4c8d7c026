export * from './hosted-connection-association';
export * from './hosted-connection-migration';
export * from './hosted-connection-move';
export * from './hosted-connection-attribute';
export * from './hosted-connection-drift-monitor';
export * from './hosted-connection-parent';
export * from './hosted-connection-provider';
