using Pipeline.Core.Audit;
using Pipeline.Governance.Journal;
using Pipeline.Testing;

namespace Pipeline.Governance.Registry;

public sealed class RegistryAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RegistryLocation Location => RegistryLocation.Resolve(
        new Dictionary<string, string> { [RegistryLocation.RegistryVariable] = _folder["journal.db"] }, _folder.Path).OrThrow();

    [Fact]
    public async Task Verify_NothingRecorded_IsNoneAndMakesNothing()
    {
        (await RegistryAudit.VerifyAsync(Location, Token)).ShouldBeNull();

        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_Untouched_IsIntactWithItsHead()
    {
        var events = await Entries.FillAsync(Location.JournalPath, 7, Token);

        (await RegistryAudit.VerifyAsync(Location, Token)).ShouldBe(new ChainStatus.Intact(7, events[^1].Hash));
    }

    [Fact]
    public async Task Verify_Changed_NamesTheEvent()
    {
        await Entries.FillAsync(Location.JournalPath, 7, Token);
        Entries.Tamper(Location.JournalPath, "UPDATE event SET body = 'no JSON' WHERE position = 3");

        (await RegistryAudit.VerifyAsync(Location, Token)).ShouldBeOfType<ChainStatus.Broken>().Position.ShouldBe(3);
    }

    public void Dispose() => _folder.Dispose();
}
