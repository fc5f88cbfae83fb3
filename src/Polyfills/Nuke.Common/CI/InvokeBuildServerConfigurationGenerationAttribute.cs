using System.Collections.Generic;
using System.Linq;
using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Keeps the generated configurations up to date whenever the build runs locally.</summary>
public class InvokeBuildServerConfigurationGenerationAttribute : BuildServerConfigurationGenerationAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (!Build.IsLocalBuild || BuildServerConfigurationGeneration.IsActive)
            return;

        foreach (var generator in GetGenerators(Build).Where(x => x.AutoGenerate))
        {
            generator.Generate(executableTargets);
            generator.SerializeState();
        }
    }
}
