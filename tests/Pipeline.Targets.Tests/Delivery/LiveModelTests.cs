using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Environments;
using Pipeline.Evaluation;
using Pipeline.Models;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>What production serves is compared with, or the comparison is errored: it is never skipped.</summary>
public sealed class LiveModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_ThatAreGone_MakeAChampionThatCannotBeUsed()
    {
        var served = new LiveModel("production", Stable(_folder["gone"]), Digest.OfText("model"));

        var champion = await served.LoadAsync(Load, Token);

        champion.ShouldBeOfType<Champion.Unusable>().Reason.ShouldStartWith(
            "revision 7 in production is unknown to this registry, and cannot be compared with: ");
    }

    [Fact]
    public async Task Server_ThatDoesNotAnswerAndFilesThatAreGone_AreStillAChampion()
    {
        var served = new LiveModel("production", Stable(_folder["gone"]), said: null);

        (await served.FindDigestAsync(Token)).ShouldBeNull();
        (await served.LoadAsync(Load, Token)).ShouldBeOfType<Champion.Unusable>().Model.ShouldBe(Some.Image(7).Value);
    }

    private static Task<IPredictor> Load(ModelArtifact artifact, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() => _folder.Dispose();

    private static Revision Stable(string folder) => Some.Revision(7) with
    {
        Launch = new ServerLaunch { Folder = folder, Command = "server", Arguments = [] },
    };
}
