using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>A build extension that writes the configurations which the build class declares.</summary>
public class BuildServerConfigurationGenerationAttributeBase : BuildExtensionAttributeBase
{
    /// <summary>The configurations of the build's class, each with the build set; no two may share an id.</summary>
    protected static IEnumerable<IConfigurationGenerator> GetGenerators(INukeBuild build)
    {
        var generators = build.GetType().GetCustomAttributes<ConfigurationAttributeBase>().ToList();
        foreach (var generator in generators)
            generator.Build = build;

        var repeated = generators.GroupBy(x => x.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(x => x.Count() > 1);
        return repeated is null
            ? generators
            : throw new InvalidOperationException(
                $"{repeated.First().DisplayName} is declared {repeated.Count()} times; give each its own name.");
    }
}
