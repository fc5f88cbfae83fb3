using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Targets.Failures;

namespace Pipeline.Targets.Delivery;

/// <summary>What must be possible at any time, where the file of the environments is what is broken.</summary>
public sealed class BrokenEnvironmentsFileTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Theory]
    [InlineData("project: acme\nenvironments: [")]
    [InlineData("project: acme\nenvironments:\n  production: {engine: proces, strategy: {type: recreate}}\n")]
    [InlineData("<<<<<<< HEAD\nproject: 'acme' # ours\n=======\nproject: acme\n>>>>>>> theirs\n")]
    public async Task Rollback_WithTheFileBroken_FindsTheEnvironmentAndSaysWhatIsWrong(string text)
    {
        await DeployedAsync("acme", "production");
        _root.Write("environments.yml", text);

        var run = _root.Run("Rollback --environment production");

        run.ExitCode.ShouldBe(ExitCodes.NotPossible, run.Text);
        run.Output.ShouldContain("There is nothing to roll back to in production of loan-default");
        run.Output.ShouldContain("environments.yml:");
        run.Output.ShouldContain("knows, because the file cannot be read");
    }

    [Fact]
    public async Task Rollback_OfNoEnvironmentInParticular_AsksWhichWhereTheFileDoesNotSay()
    {
        await DeployedAsync("acme", "staging");
        await DeployedAsync("acme", "production");
        _root.Write("environments.yml", "project: acme\nenvironments: [");

        var run = _root.Run("Rollback");
        var unknown = _root.Run("Rollback --environment prodution");

        run.ExitCode.ShouldBe(ExitCodes.InvalidInput, run.Text);
        run.Output.ShouldContain("Name one with '--environment': production, staging.");
        unknown.ExitCode.ShouldBe(ExitCodes.InvalidInput, unknown.Text);
        unknown.Output.ShouldContain("There is no environment 'prodution' on this machine. Did you mean 'production'?");
    }

    [Theory]
    [InlineData("environments: [")]
    [InlineData("project: acme\nproject: other\n")]
    [InlineData("project: unknown\nenvironments: [")]
    public async Task Rollback_WithTheProjectUncertain_IsRefused(string text)
    {
        await DeployedAsync("acme", "production");
        await DeployedAsync("other", "production");
        _root.Write("environments.yml", text);

        var run = _root.Run("Rollback --environment production");

        run.ExitCode.ShouldBe(ExitCodes.InvalidInput, run.Text);
    }

    [Fact]
    public async Task Status_WithTheFileBroken_ShowsWhatTheMachineKnows()
    {
        await DeployedAsync("acme", "production");
        _root.Write("environments.yml", "project: acme\nenvironments: [");

        var run = _root.Run("Status");

        run.ExitCode.ShouldBe(ExitCodes.Success, run.Text);
        run.Output.ShouldContain("production of loan-default: nothing is deployed");
    }

    [Fact]
    public async Task Promote_WithTheFileBroken_IsRefused()
    {
        await DeployedAsync("acme", "production");
        _root.Write("environments.yml", "project: acme\nenvironments: [");

        var run = _root.Run("Promote --reason tried --environment production");

        run.ExitCode.ShouldBe(ExitCodes.InvalidInput, run.Text);
    }

    public void Dispose() => _root.Dispose();

    private async Task DeployedAsync(string project, string environment)
    {
        var folder = EnvironmentFolder.Of(
            Path.Combine(_root.State, "pipeline"), project, environment, ModelName.Parse("loan-default"));
        folder.Create();
        var document = Some.Environment(null) with { Project = project, Environment = environment };
        await DocumentFile.WriteAsync(folder.Document, document, TestContext.Current.CancellationToken);
    }
}
