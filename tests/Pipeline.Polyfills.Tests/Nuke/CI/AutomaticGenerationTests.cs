using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class AutomaticGenerationTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void LocalBuild_Created_WritesTheWorkflowsThatAreAutomatic()
    {
        var build = new TwoWorkflows(_workspace.Root) { IsLocalBuild = true };

        Extension(build).OnBuildCreated([]);

        File.Exists(_workspace.PathOf("automatic")).ShouldBeTrue();
        File.Exists(_workspace.PathOf("manual")).ShouldBeFalse();
    }

    [Fact]
    public void ServerBuild_Created_WritesNothing()
    {
        var build = new TwoWorkflows(_workspace.Root) { IsLocalBuild = false };

        Extension(build).OnBuildCreated([]);

        Directory.EnumerateFileSystemEntries(_workspace.Root).ShouldBeEmpty();
    }

    [Fact]
    public void ExplicitRequest_ThatNobodyMade_LeavesTheBuildToRun()
    {
        BuildServerConfigurationGeneration.IsActive.ShouldBeFalse();

        new GenerateBuildServerConfigurationsAttribute().OnBuildCreated([]);

        Directory.EnumerateFileSystemEntries(_workspace.Root).ShouldBeEmpty();
    }

    public void Dispose() => _workspace.Dispose();

    private static InvokeBuildServerConfigurationGenerationAttribute Extension(FakeBuild build)
    {
        var extension = new InvokeBuildServerConfigurationGenerationAttribute();
        typeof(BuildExtensionAttributeBase).GetProperty(nameof(BuildExtensionAttributeBase.Build))!.SetValue(extension, build);
        return extension;
    }

    [GitHubActions("automatic", GitHubActionsImage.UbuntuLatest, On = [GitHubActionsTrigger.Push])]
    [GitHubActions("manual", GitHubActionsImage.UbuntuLatest, On = [GitHubActionsTrigger.Push], AutoGenerate = false)]
    private sealed class TwoWorkflows(string root) : FakeBuild(root);
}
