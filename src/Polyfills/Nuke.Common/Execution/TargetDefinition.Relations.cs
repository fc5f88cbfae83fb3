using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Execution;

internal sealed partial class TargetDefinition
{
    public ITargetDefinition DependsOn(params Target[] targets) => Relate(RelationKind.DependsOn, targets);

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependsOn, targets);

    public ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild =>
        Relate(RelationKind.DependsOn, all => [.. all.Where(x => x.Member.DeclaringType == typeof(T))]);

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => TryRelate(RelationKind.DependsOn, targets);

    public ITargetDefinition DependentFor(params Target[] targets) => Relate(RelationKind.DependentFor, targets);

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependentFor, targets);

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) =>
        TryRelate(RelationKind.DependentFor, targets);

    public ITargetDefinition Before(params Target[] targets) => Relate(RelationKind.Before, targets);

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Before, targets);

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => TryRelate(RelationKind.Before, targets);

    public ITargetDefinition After(params Target[] targets) => Relate(RelationKind.After, targets);

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Relate(RelationKind.After, targets);

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => TryRelate(RelationKind.After, targets);

    public ITargetDefinition Triggers(params Target[] targets) => Relate(RelationKind.Triggers, targets);

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Triggers, targets);

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => TryRelate(RelationKind.Triggers, targets);

    public ITargetDefinition TriggeredBy(params Target[] targets) => Relate(RelationKind.TriggeredBy, targets);

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Relate(RelationKind.TriggeredBy, targets);

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => TryRelate(RelationKind.TriggeredBy, targets);

    public ITargetDefinition Consumes(params Target[] targets) => Relate(RelationKind.Consumes, targets);

    public ITargetDefinition Consumes(Target target, params string[] artifacts) =>
        Relate(RelationKind.Consumes, all => [Find(all, target)], artifacts);

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Consumes, targets);

    public ITargetDefinition Consumes<T>(params string[] artifacts) =>
        Relate(RelationKind.Consumes, all => Of<T>(all, []), artifacts);

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) =>
        Relate(RelationKind.Consumes, all => Of(all, [target]), artifacts);

    private TargetDefinition Relate(RelationKind kind, Target[] targets) =>
        Relate(kind, all => [.. targets.Select(x => Find(all, x))]);

    private TargetDefinition Relate<T>(RelationKind kind, Func<T, Target>[] targets) => Relate(kind, all => Of(all, targets));

    private TargetDefinition TryRelate<T>(RelationKind kind, Func<T, Target>[] targets) =>
        build is T ? Relate(kind, targets) : this;

    private TargetDefinition Relate(
        RelationKind kind,
        Func<IReadOnlyList<ExecutableTarget>, IReadOnlyList<ExecutableTarget>> others,
        params string[] artifacts) =>
        With(() => Relations.Add(new TargetRelation(kind, others, artifacts)));

    /// <summary>The named targets of a component; without names the single one that it declares.</summary>
    private IReadOnlyList<ExecutableTarget> Of<T>(IReadOnlyList<ExecutableTarget> all, Func<T, Target>[] targets)
    {
        if (build is not T component)
            throw new InvalidOperationException(
                $"Target '{target.Name}' names '{typeof(T).Name}', which the build does not implement.");
        if (targets.Length > 0)
            return [.. targets.Select(x => Find(all, x(component)))];

        var declared = typeof(T).GetProperties().Where(x => x.PropertyType == typeof(Target)).ToList();
        return declared is [var single]
            ? [all.First(x => x.Name == single.Name)]
            : throw new InvalidOperationException(
                $"'{typeof(T).Name}' declares {declared.Count} targets; target '{target.Name}' must say which of them it means.");
    }

    private ExecutableTarget Find(IReadOnlyList<ExecutableTarget> all, Target factory) =>
        all.FirstOrDefault(x => factory.Equals(x.Factory)) ??
        throw new InvalidOperationException($"Target '{target.Name}' names a target that is not a member of the build.");
}
