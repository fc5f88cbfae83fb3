using Pipeline.Core.Identity;

namespace Pipeline.Core.Environments;

public class EnvironmentFolderTests
{
    private static readonly ModelName Model = ModelName.Parse("loan-default");

    [Theory]
    [InlineData("/state", "/home/ada", "/state/pipeline")]
    [InlineData("relative", "/home/ada", "/home/ada/.local/state/pipeline")]
    [InlineData(null, "/home/ada", "/home/ada/.local/state/pipeline")]
    public void DefaultHome_Variables_FollowTheXdgSpecification(string? state, string home, string expected) =>
        EnvironmentFolder.DefaultHome(x => x == "XDG_STATE_HOME" ? state : home).ShouldBe(expected);

    [Fact]
    public void Of_Names_AreFoldersBelowTheHome() =>
        EnvironmentFolder.Of("/home", "acme", "production", Model).Path.ShouldBe("/home/acme/production/loan-default");

    [Theory]
    [InlineData("..", "production")]
    [InlineData("acme", "../other")]
    [InlineData("acme", "")]
    public void Of_NamesThatLeaveTheHome_AreRefused(string project, string environment) =>
        Should.Throw<ArgumentException>(() => EnvironmentFolder.Of("/home", project, environment, Model));

    [Fact]
    public void Identity_OfThisProcess_IsRunningAndOfAnotherStartIsNot()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Processes are known by /proc.");

        var current = ProcessIdentity.Current!;

        current.IsRunning.ShouldBeTrue();
        (current with { Started = current.Started - 1 }).IsRunning.ShouldBeFalse();
    }
}
