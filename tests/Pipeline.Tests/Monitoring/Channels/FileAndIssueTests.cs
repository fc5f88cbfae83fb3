using Pipeline.Monitoring.Alerts;
using Pipeline.Testing;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Channels;

public sealed class FileChannelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_TheSameAgain_IsOneLine()
    {
        await SendAsync(AlertNews.Firing);
        await SendAsync(AlertNews.Firing);
        await SendAsync(AlertNews.Resolved);

        var lines = File.ReadAllLines(_folder["log/alerts.jsonl"]);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("\"news\":\"resolved\"");
    }

    [Fact]
    public async Task Send_AfterALineThatWasCutOff_BeginsAnother()
    {
        _folder.Write("log/alerts.jsonl", "{\"schema\":\"pipeli");

        await SendAsync(AlertNews.Firing);

        File.ReadAllLines(_folder["log/alerts.jsonl"]).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Send_DiskIsFull_LeavesWhatWasThere()
    {
        using var disk = SmallDisk.Mount(_folder["log"], 64 * 1024);
        await SendAsync(AlertNews.Firing);
        var before = _folder.Read("log/alerts.jsonl");
        disk.Fill();
        var long48 = new AlertSeries([.. Enumerable.Repeat<double?>(0.123456789, 48)]);
        var large = Firing() with { Number = 2, Series = long48, Causes = [.. Enumerable.Repeat(Firing().Causes[0], 100)] };

        var failure = await Should.ThrowAsync<ChannelFailedException>(() => SendAsync(AlertNews.Firing, large));

        failure.Message.ShouldStartWith("its file cannot be written");
        _folder.Read("log/alerts.jsonl").ShouldBe(before);
    }

    [Fact]
    public void Options_PathThatLeavesTheFolder_IsFound() =>
        new FileOptions { Path = "../../etc/passwd" }.Validate().ShouldHaveSingleItem().Property.ShouldBe("Path");

    private async Task SendAsync(AlertNews news, Alert? alert = null)
    {
        var request = new AlertChannelRequest("log", new FileOptions { Path = "log/alerts.jsonl" }) { Folder = _folder.Path };
        await using var sender = new FileChannel().Open(request);
        await sender.SendAsync(new AlertMessage(news, alert ?? Firing()) { At = Noon }, Token);
    }
}

public class IssueChannelTests
{
    private readonly Tracker _tracker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_FiringUpdatedResolved_IsOneIssueThatIsClosed()
    {
        var first = await SendAsync(AlertNews.Firing, null);
        await SendAsync(AlertNews.Updated, first.MessageId);
        await SendAsync(AlertNews.Resolved, first.MessageId);

        _tracker.Calls.ShouldBe(["find", "open", "update 1", "close 1"]);
    }

    [Fact]
    public async Task Send_NumberWasNotRemembered_FindsTheIssue()
    {
        await SendAsync(AlertNews.Firing, null);
        await SendAsync(AlertNews.Firing, null);

        _tracker.Calls.ShouldBe(["find", "open", "find", "update 1"]);
    }

    [Fact]
    public async Task Send_NeverOpened_ClosesNothing()
    {
        var receipt = await SendAsync(AlertNews.Resolved, null);

        receipt.MessageId.ShouldBeNull();
        _tracker.Calls.ShouldBe(["find"]);
    }

    [Fact]
    public async Task Send_HostileText_StaysInItsFence()
    {
        await SendAsync(AlertNews.Firing, null, Firing("``` @everyone <!-- --> ```` #1"));

        var body = _tracker.Issues["1"].Body;
        body.ShouldStartWith("`````text\n");
        body.ShouldContain("\n`````\n\n<!-- pipeline-alert ");
    }

    private async Task<AlertReceipt> SendAsync(AlertNews news, string? id, Alert? alert = null)
    {
        await using var sender = new Channel(_tracker).Open(new AlertChannelRequest("x", new FakeOptions()) { Folder = "/" });
        return await sender.SendAsync(new AlertMessage(news, alert ?? Firing()) { At = Noon, MessageId = id }, Token);
    }

    private sealed class Channel(Tracker tracker) : IssueChannel
    {
        public override string Name => "tracker";

        public override Type Options => typeof(FakeOptions);

        protected override IIssueTracker OpenTracker(AlertChannelRequest request) => tracker;
    }

    private sealed class Tracker : IIssueTracker
    {
        public List<string> Calls { get; } = [];

        public Dictionary<string, IssueDraft> Issues { get; } = [];

        public Task<string?> FindAsync(string marker, CancellationToken cancellationToken)
        {
            Calls.Add("find");
            var found = Issues.FirstOrDefault(x => x.Value.Body.Contains(marker, StringComparison.Ordinal)).Key;
            return Task.FromResult<string?>(found);
        }

        public Task<string> OpenAsync(IssueDraft draft, CancellationToken cancellationToken)
        {
            Calls.Add("open");
            Issues.Add($"{Issues.Count + 1}", draft);
            return Task.FromResult($"{Issues.Count}");
        }

        public Task UpdateAsync(string id, IssueDraft draft, CancellationToken cancellationToken)
        {
            Calls.Add($"update {id}");
            Issues[id] = draft;
            return Task.CompletedTask;
        }

        public Task CloseAsync(string id, IssueDraft draft, CancellationToken cancellationToken)
        {
            Calls.Add($"close {id}");
            Issues.Remove(id);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
