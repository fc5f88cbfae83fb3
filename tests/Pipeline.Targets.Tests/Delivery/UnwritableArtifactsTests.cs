using Pipeline.Targets.Failures;
using Pipeline.Targets.Tests.Bootstrap;

namespace Pipeline.Targets.Delivery;

/// <summary>A folder of artifacts that this user, or nobody, may write into.</summary>
public sealed class UnwritableArtifactsTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Theory]
    [InlineData("Register")]
    [InlineData("ProfileData")]
    [InlineData("Train --skip ValidateData")]
    [InlineData("Evaluate --skip")]
    [InlineData("WriteModelCard --skip")]
    [InlineData("Package --skip")]
    public void Target_ThatMakesSomething_EndsBeforeItsWorkAndNamesTheFolder(string target)
    {
        Directory.CreateDirectory(Path.Combine(_root.Root, "artifacts"));
        using var locked = new ReadOnlyFolder(Path.Combine(_root.Root, "artifacts"));

        var run = _root.Run(target);

        run.ExitCode.ShouldBe(ExitCodes.NotPossible, run.Text);
        run.Output.ShouldContain("What is made of the model goes to 'artifacts/loan-default', which cannot be written: ");
        run.Text.ShouldNotContain("   at Pipeline.");
    }

    public void Dispose() => _root.Dispose();
}
