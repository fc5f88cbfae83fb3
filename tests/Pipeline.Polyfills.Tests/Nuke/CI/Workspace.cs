using System.Reflection;
using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Pipeline.Polyfills.Nuke.CI;

/// <summary>A folder of its own as the root of a build, with the workflows that are generated into it.</summary>
internal sealed class Workspace : IDisposable
{
    // A build sets it on the attributes of its own class; here each test brings its own attribute.
    private static readonly PropertyInfo BuildOfConfiguration =
        typeof(ConfigurationAttributeBase).GetProperty(nameof(ConfigurationAttributeBase.Build))!;

    public string Root { get; } = Directory.CreateTempSubdirectory("workspace-").FullName;

    public string PathOf(string workflow) => Path.Combine(Root, ".github", "workflows", $"{workflow}.yml");

    public string[] LinesOf(string workflow) => File.ReadAllLines(PathOf(workflow));

    /// <summary>The lines of the one workflow, without its header.</summary>
    public string[] Generate(GitHubActionsAttribute workflow, params ExecutableTarget[] targets)
    {
        BuildOfConfiguration.SetValue(workflow, new FakeBuild(Root));
        workflow.Generate(targets);
        return [.. LinesOf(workflow.IdPostfix).SkipWhile(x => x.StartsWith('#')).Skip(1)];
    }

    /// <summary>Everything that the build's class declares.</summary>
    public static void GenerateAll(INukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        foreach (var generator in Generators.Of(build))
            generator.Generate(targets);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private sealed class Generators : BuildServerConfigurationGenerationAttributeBase
    {
        public static IEnumerable<IConfigurationGenerator> Of(INukeBuild build) => GetGenerators(build);
    }
}
