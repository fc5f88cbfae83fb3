using System;
using System.Collections.Generic;

namespace Nuke.Common.Execution;

/// <summary>How one target stands to others; resolved when all targets are known.</summary>
internal sealed record TargetRelation(
    RelationKind Kind,
    Func<IReadOnlyList<ExecutableTarget>, IReadOnlyList<ExecutableTarget>> Others,
    IReadOnlyList<string> Artifacts);
