using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>The targets that run when a configuration's targets are invoked, a target after those it depends on.</summary>
internal static class RelevantTargets
{
    public static IReadOnlyCollection<ExecutableTarget> Of(
        ConfigurationAttributeBase configuration,
        IReadOnlyCollection<ExecutableTarget> targets)
    {
        var names = configuration.RelevantTargetNames.ToList();
        var invoked = names.Count == 0
            ? targets.Where(x => x.IsDefault)
            : names.Select(x => Named(x, targets) ?? throw Unknown(configuration, x, targets));
        var relevant = new List<ExecutableTarget>();
        var visited = new HashSet<ExecutableTarget>();

        foreach (var target in invoked)
            Visit(target, visited, relevant);

        var irrelevant = configuration.IrrelevantTargetNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. relevant.Where(x => !irrelevant.Contains(x.Name))];
    }

    private static void Visit(ExecutableTarget target, HashSet<ExecutableTarget> visited, List<ExecutableTarget> relevant)
    {
        if (!visited.Add(target))
            return;

        foreach (var dependency in target.ExecutionDependencies)
            Visit(dependency, visited, relevant);
        relevant.Add(target);
        foreach (var triggered in target.Triggers)
            Visit(triggered, visited, relevant);
    }

    private static ExecutableTarget Named(string name, IEnumerable<ExecutableTarget> targets) =>
        targets.FirstOrDefault(x => string.Equals(x.Name, name, StringComparison.OrdinalIgnoreCase));

    private static InvalidOperationException Unknown(
        ConfigurationAttributeBase configuration,
        string name,
        IEnumerable<ExecutableTarget> targets) => new(
            $"{configuration.DisplayName} invokes the target '{name}', which this build does not have; "
            + $"its targets are {string.Join(", ", targets.Select(x => x.Name).Order(StringComparer.Ordinal))}.");
}
