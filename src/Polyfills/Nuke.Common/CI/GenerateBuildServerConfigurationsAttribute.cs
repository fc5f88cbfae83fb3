using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Answers <c>--generate-configuration</c>: writes the one configuration that it names and ends the process.</summary>
public class GenerateBuildServerConfigurationsAttribute : BuildServerConfigurationGenerationAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (!BuildServerConfigurationGeneration.IsActive)
            return;

        var id = BuildServerConfigurationGeneration.RequestedId;
        var generators = GetGenerators(Build).ToList();
        var generator = generators.Find(x => string.Equals(x.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException(
                $"There is no configuration '{id}' to generate; this build has "
                + $"{string.Join(", ", generators.Select(x => x.Id).DefaultIfEmpty("none"))}.");

        generator.Generate(executableTargets);
        generator.SerializeState();

        // The request replaces the build: no target may run after it, whatever the default target is.
        Environment.Exit(0);
    }
}
