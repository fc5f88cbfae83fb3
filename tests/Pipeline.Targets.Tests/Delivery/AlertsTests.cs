using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Environments;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Targets.Delivery;

public sealed class AlertsTests : IDisposable
{
    private readonly DeliveryRoot _root = new();
    private readonly FakeFace _face = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task TestAlert_OfAllChannels_SaysWhatCameOfEach()
    {
        WriteEnvironments("log: {type: file, options: {path: artifacts/alerts.jsonl}}");
        await SessionOf().TestAlertAsync(Token);
        WriteEnvironments(
            "log: {type: file, options: {path: artifacts/alerts.jsonl}}",
            "team: {type: slack, options: {url: {env: NO_SUCH_VARIABLE}}}");

        var failure = await Should.ThrowAsync<ChannelsFailedException>(() => SessionOf().TestAlertAsync(Token));

        failure.Message.ShouldContain("production, team (slack): the variable NO_SUCH_VARIABLE is not set.");
        FailureKinds.Of(failure).ShouldBe(FailureKind.NotPossible);
        _face.Tables[1].Rows.Select(x => x[2].Text).ShouldBe(
            ["artifacts/alerts.jsonl", "the variable NO_SUCH_VARIABLE is not set"]);
        _root.Read("artifacts/alerts.jsonl").Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task SilenceAlert_ByTheBeginningOfItsFingerprint_IsListedUntilItIsLifted()
    {
        WriteEnvironments("log: {type: file, options: {path: artifacts/alerts.jsonl}}");
        var alert = await FireAsync();
        var brief = $"{alert.Fingerprint}"[..6];

        await SessionOf().SilenceAlertAsync(brief, "4h", lift: false, "known", Token);
        await SessionOf().ShowAlertsAsync(Token);
        await SessionOf().SilenceAlertAsync(brief, null, lift: true, null, Token);
        await SessionOf().ShowAlertsAsync(Token);

        _face.Tables.Select(x => x.Rows[0][1].Text).ShouldBe(["firing, silenced", "firing"]);
        _face.Lines.Where(x => x.Contains("silenced until", StringComparison.Ordinal)).Count().ShouldBe(2);
        _face.Lines.ShouldContain($"production of loan-default: 1 silence of {alert.Fingerprint} lifted");
        _face.Lines.ShouldContain($"{alert.Fingerprint}  ./build.sh Monitor");
    }

    [Theory]
    [InlineData("nope", "4h", "known", "has no open alert 'nope'")]
    [InlineData("drift", "4 hours", "known", "'--duration' is '4 hours'.")]
    [InlineData("drift", null, "known", "Nobody says for how long, by '--duration'.")]
    [InlineData("drift", "4h", null, "A silence needs a reason.")]
    [InlineData(null, "4h", "known", "Nobody says which alert is meant.")]
    public async Task SilenceAlert_Mistake_IsAProblemAndChangesNothing(
        string? alert, string? span, string? reason, string sentence)
    {
        WriteEnvironments("log: {type: file, options: {path: artifacts/alerts.jsonl}}");
        await FireAsync();

        var wrong = await Should.ThrowAsync<InvalidInputException>(
            () => SessionOf().SilenceAlertAsync(alert, span, lift: false, reason, Token));

        wrong.Message.ShouldContain(sentence);
        (await Alerts().ReadAsync(Token)).Silences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Environments_WithChannelsThatAreWrong_HaveAllProblemsAtTheirPlaces()
    {
        WriteEnvironments("a: {type: slck}", "b: {type: file, options: {paht: x}}");
        _root.Write("environments.yml", _root.Read("environments.yml") + "  prodution: {channels: {}}\n");

        var wrong = await Should.ThrowAsync<InvalidInputException>(() => SessionOf().ShowAlertsAsync(Token));

        wrong.Message.ShouldContain("environments.yml:7:");
        wrong.Message.ShouldContain("'slck' is no channel of alerts. Did you mean 'slack'?");
        wrong.Message.ShouldContain("Did you mean 'path'?");
        wrong.Message.ShouldContain("There is no environment 'prodution' to tell anybody of. Did you mean 'production'?");
    }

    [Fact]
    public async Task TestAlert_NobodyIsTold_SaysWhatToWrite()
    {
        _root.Write("environments.yml", "project: demo\nenvironments:\n  production: {strategy: {type: recreate}}\n");

        (await Should.ThrowAsync<InvalidInputException>(() => SessionOf().TestAlertAsync(Token)))
            .Message.ShouldContain("Write 'alerts: {production: {channels: ...}}' beside 'environments'.");
    }

    private void WriteEnvironments(params string[] channels) => _root.Write(
        "environments.yml",
        "project: demo\nenvironments:\n  production: {strategy: {type: recreate}}\nalerts:\n  production:\n    channels:\n"
        + string.Concat(channels.Select(x => $"      {x}\n")));

    private async Task<Alert> FireAsync()
    {
        var subject = new AlertSubject(ModelName.Parse("loan-default"), "production", "drift") { Column = "age" };
        var evidence = new AlertEvidence(subject, Verdict.Failed("psi is 0.31; at most 0.1")) { Next = "./build.sh Monitor" };
        var book = await Alerts().ChangeAsync(
            before => before.Take(new AlertRound(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero), [evidence])), Token);
        return book.Open[0];
    }

    private AlertFolder Alerts() => new(
        EnvironmentFolder.Of(Home, "demo", "production", ModelName.Parse("loan-default")).Monitoring);

    private DeliverySession SessionOf() => new(new DeliveryRequest(_root.Folder, _face) { StateHome = Home });

    private string Home => Path.Combine(_root.State, "pipeline");
}
