import { Global, Module, type DynamicModule } from '@nestjs/common';
import { HqConfig } from './hq.config.js';

@Global()
@Module({})
export class ConfigModule {
  static with(config: HqConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: HqConfig, useValue: config }],
      exports: [HqConfig],
    };
  }
}
