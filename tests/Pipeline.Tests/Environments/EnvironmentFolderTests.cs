using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Environments;

public class EnvironmentFolderTests
{
    private static readonly ModelName Model = ModelName.Parse("loan-default");

    [Theory]
    [InlineData("/state", "/home/ada", "/state/pipeline")]
    [InlineData("relative", "/home/ada", "/home/ada/.local/state/pipeline")]
    [InlineData(null, "/home/ada", "/home/ada/.local/state/pipeline")]
    public void DefaultHome_Variables_FollowTheXdgSpecification(string? state, string home, string expected) =>
        EnvironmentFolder.DefaultHome(x => x == "XDG_STATE_HOME" ? state : home).ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    public void DefaultHome_WithoutAHome_IsThatOfTheListOfUsers(string? home) =>
        EnvironmentFolder.DefaultHome(x => x == "HOME" ? home : null, "/home/ada").ShouldBe("/home/ada/.local/state/pipeline");

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void DefaultHome_OfAUserWithoutAny_IsRefusedAndNamesTheVariable(string listed)
    {
        var refusal = Should.Throw<InvalidInputException>(() => EnvironmentFolder.DefaultHome(_ => null, listed));

        refusal.Message.ShouldBe("This user has no home folder, and neither XDG_STATE_HOME nor HOME is set to one. "
            + "Set XDG_STATE_HOME to the absolute path of a folder that stays: there environments keep what runs.");
    }

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
