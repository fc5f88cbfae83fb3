using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Marks the targets that are known not to run before the first one starts.</summary>
internal static class StaticConditions
{
    public static void Apply(NukeBuild build)
    {
        foreach (var target in build.ExecutionPlan)
            target.Status = ExecutionStatus.Scheduled;
        foreach (var target in SkippedByParameter(build))
            Skip(build, target, () => target.Skipped = "via parameter");
        foreach (var target in build.ExecutionPlan)
        {
            var isScheduled = target.Status == ExecutionStatus.Scheduled;
            if (isScheduled && target.StaticConditions.FirstOrDefault(x => !x.Item2()) is (var expression, not null))
                Mark(build, target, () => target.OnlyWhen = expression);
        }
    }

    /// <summary>What a target that was skipped takes along: its triggers, and dependencies that nobody else needs.</summary>
    public static void Mark(NukeBuild build, ExecutableTarget target, Action giveReason)
    {
        if (target.Status == ExecutionStatus.Skipped)
            return;
        target.Status = ExecutionStatus.Skipped;
        giveReason();
        Propagate(build, target);
    }

    private static IReadOnlyList<ExecutableTarget> SkippedByParameter(NukeBuild build)
    {
        var sources = ParameterSources.Current;
        if (sources.GetValue("Skip", typeof(string[]), "+") is not string[] names)
            return [];
        return names.Length == 0
            ? build.ExecutionPlan.ToList()
            : [.. names.Select(x => ExecutionPlanner.Find(build.ExecutableTargets, x)).Where(build.ExecutionPlan.Contains)];
    }

    /// <summary>A target that was asked for by name runs all the same; its triggers do not.</summary>
    private static void Skip(NukeBuild build, ExecutableTarget target, Action giveReason)
    {
        if (target.Invoked)
            Propagate(build, target);
        else
            Mark(build, target, giveReason);
    }

    private static void Propagate(NukeBuild build, ExecutableTarget target)
    {
        var orphans = target.Status == ExecutionStatus.Skipped && target.DependencyBehavior == DependencyBehavior.Skip
            ? target.ExecutionDependencies.Where(x => IsOrphan(build, x))
            : [];
        var others = target.Triggers.Concat(orphans).Where(x => !x.Invoked && x.Status == ExecutionStatus.Scheduled).ToList();
        foreach (var other in others)
            Mark(build, other, () => other.Skipped = $"because of {target.Name}");
    }

    private static bool IsOrphan(NukeBuild build, ExecutableTarget target) =>
        build.ExecutionPlan.Where(x => x.ExecutionDependencies.Contains(target)).All(x => x.Status == ExecutionStatus.Skipped);
}
