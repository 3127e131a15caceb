import { Controller, Get, Header, Query } from '@nestjs/common';
import { artifactQuery, type ArtifactAnswer, type ArtifactQuery } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { ArtifactReader } from './artifact-reader.js';
import { errandTarget } from './errand-target.js';

/** What a person reads before deciding, fetched from its machine: code stays there, and HQ keeps digests only. */
@Controller('api/artifact')
@Needs('read')
export class ArtifactController {
  constructor(
    private readonly mirror: Mirror,
    private readonly reader: ArtifactReader,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async read(
    @Query(new SchemaPipe(artifactQuery, 'The query')) query: ArtifactQuery,
  ): Promise<ArtifactAnswer> {
    const { instance_id, ...wanted } = query;
    const instance =
      query.at === undefined
        ? errandTarget(this.mirror, query, 'artifact_request', 'send artifacts')
        : errandTarget(this.mirror, query, 'artifact_history', 'send artifacts as they were');
    if (!isListed(instance, query)) {
      const error = `${query.path} is not among what is read for a gate of this project. GET /api/state lists that.`;
      throw new Problem({ code: 'NOT_FOUND', error });
    }
    const result = await this.reader.read(instance_id, wanted);
    if (!result.ok) throw new Problem(result.refusal);
    return result.artifact;
  }
}

/**
 * Only what the machine itself offers is asked for, whatever the connector would send. What a status file says now HQ knows; what
 * it said before is read for its gates as well.
 */
function isListed(
  instance: InstanceRecord,
  { project_path, worktree = '', path, at }: ArtifactQuery,
): boolean {
  return [...instance.files.values()].some(
    ({ row, artifacts }) =>
      row.project_path === project_path &&
      row.worktree === worktree &&
      ((at !== undefined && row.path === path) || artifacts.some((artifact) => artifact.path === path)),
  );
}
