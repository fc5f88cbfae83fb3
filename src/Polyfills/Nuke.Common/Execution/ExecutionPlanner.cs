using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Execution;

/// <summary>Which targets run, and in which order.</summary>
internal static class ExecutionPlanner
{
    /// <exception cref="TargetNotFoundException">A name is not that of a target.</exception>
    /// <exception cref="CircularDependencyException">Targets wait for each other.</exception>
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<string> names)
    {
        var invoked = names.Select(x => Find(targets, x)).ToList();
        if (invoked.Count == 0)
            invoked.AddRange(targets.Where(x => x.IsDefault));
        invoked.ForEach(x => x.Invoked = true);

        var scheduled = new HashSet<ExecutableTarget>();
        invoked.ForEach(x => Schedule(x, scheduled));
        return [.. Sort(targets).Where(scheduled.Contains)];
    }

    public static ExecutableTarget Find(IReadOnlyList<ExecutableTarget> targets, string name) =>
        targets.FirstOrDefault(x => Normalize(x.Name) == Normalize(name)) ??
        throw new TargetNotFoundException(name, targets.Select(x => x.Name));

    private static string Normalize(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static void Schedule(ExecutableTarget target, HashSet<ExecutableTarget> scheduled)
    {
        if (!scheduled.Add(target))
            return;
        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers))
            Schedule(other, scheduled);
    }

    /// <summary>
    /// Takes again and again the first target that no remaining one waits for; the order of execution is the reverse.
    /// </summary>
    private static List<ExecutableTarget> Sort(IReadOnlyList<ExecutableTarget> targets)
    {
        var remaining = targets.ToList();
        var sorted = new List<ExecutableTarget>();
        while (remaining.Count > 0)
        {
            var next = remaining.FirstOrDefault(x => !remaining.Any(y => y.AllDependencies.Contains(x))) ??
                throw new CircularDependencyException(FindCycle(remaining));
            remaining.Remove(next);
            sorted.Add(next);
        }

        sorted.Reverse();
        return sorted;
    }

    private static List<string> FindCycle(IReadOnlyList<ExecutableTarget> remaining)
    {
        var path = new List<ExecutableTarget> { remaining[0] };
        while (true)
        {
            var next = remaining.First(x => x.AllDependencies.Contains(path[^1]));
            var start = path.IndexOf(next);
            path.Add(next);
            if (start >= 0)
                return [.. path.Skip(start).Reverse().Select(x => x.Name)];
        }
    }
}
