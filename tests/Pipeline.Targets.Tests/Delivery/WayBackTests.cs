using Pipeline.Delivery.Reports;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>The way back that is printed can be gone.</summary>
public sealed class WayBackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void NothingBefore_IsDown() =>
        WayBack.Of(Some.Environment(1, Some.Revision(1)), "").ShouldBe("./build.sh Down: nothing answered there before");

    [Fact]
    public void RevisionBefore_WhoseImageIsThere_IsARollback()
    {
        var document = Some.Environment(2, Before(_folder.Path), Some.Revision(2));

        WayBack.Of(document, " --model loan-default").ShouldBe(
            "./build.sh Rollback --environment production --model loan-default (to revision 1 (version 1))");
    }

    [Fact]
    public void RevisionBefore_WhoseImageIsGone_IsDownWithTheReason()
    {
        var document = Some.Environment(2, Before(_folder["gone"]), Some.Revision(2));

        WayBack.Of(document, "").ShouldBe("./build.sh Down: the image of revision 1 (version 1) is no longer there");
    }

    public void Dispose() => _folder.Dispose();

    private static Revision Before(string folder) => Some.Revision(1) with
    {
        Promoted = Some.Noon,
        Launch = new ServerLaunch { Folder = folder, Command = "server", Arguments = [] },
    };
}
