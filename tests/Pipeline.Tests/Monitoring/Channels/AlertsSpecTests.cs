using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Monitoring.Channels;

public class AlertsSpecTests
{
    private static readonly AlertChannelCatalog Catalog = new(StandardChannels.All);

    [Fact]
    public void Section_AllKinds_AreBound()
    {
        var spec = Read(
            """
            quiet: [{days: [sat, sun]}, {from: "22:00", to: "06:00", zone: Europe/Berlin}]
            channels:
              team: {type: slack, options: {url: {env: SLACK_WEBHOOK_URL}}}
              bot: {type: slack, options: {token: {env: SLACK_TOKEN}, channel: C024BE91L}, severity: error}
              chat: {type: teams, options: {url: {env: TEAMS_URL}}}
              hook: {type: webhook, options: {url: {env: HOOK}, signing-key: {env: HOOK_KEY}, updates: false}}
              mail: {type: email, options: {host: smtp.example.com, from: a@example.com, to: ops@example.com}}
              pager: {type: alertmanager, options: {address: "https://am.example.com", labels: {team: risk}, ends-after: 1d}}
              log: {type: file, options: {path: artifacts/alerts.jsonl}, quiet: [{from: "00:00", to: "01:00"}]}
            """).OrThrow();

        spec.Quiet.Count.ShouldBe(2);
        spec.Channels.Select(x => Catalog.Bind(x.Key, x.Value, new SourceLocation("environments.yml")))
            .SelectMany(x => x.Problems).ShouldBeEmpty();
    }

    [Fact]
    public void Section_ManyMistakes_AreAllFoundWithTheirPlace()
    {
        var found = Read(
            """
            quiet: [{zone: Europe/Berlim}, {days: [saturday]}, {from: "6:00"}]
            channels: {}
            """);

        found.Problems.Select(x => x.Line).ShouldBe([5L, 5L, 5L, 5L]);
        string.Join('\n', found.Problems).ShouldContain("'Europe/Berlim' is no time zone");
        Read("channels: {Team: {type: slack}}").Problems.ShouldHaveSingleItem().Message.ShouldContain("'Team' is no name");
    }

    [Theory]
    [InlineData("{type: slck}", "Did you mean 'slack'?")]
    [InlineData("{type: slack}", "Either url or token")]
    [InlineData("{type: slack, options: {url: https://hooks.slack.com/services/T/B/s3cret}}", "is a secret")]
    [InlineData("{type: webhook, options: {ur: {env: HOOK}}}", "Did you mean 'url'?")]
    [InlineData("{type: alertmanager, options: {address: \"http://am.example.com\"}}", "begins with http://")]
    [InlineData("{type: alertmanager, options: {address: \"https://am.example.com\", labels: {model: x}}}", "has already")]
    [InlineData("{type: email, options: {host: smtp, from: a@b.c, to: a@b.c, tls: none}}", "only this machine")]
    [InlineData("{type: file, options: {path: /etc/passwd}}", "is absolute")]
    public void Bind_Mistake_SaysWhatIsAccepted(string channel, string sentence)
    {
        var spec = Read($"channels: {{team: {channel}}}").OrThrow().Channels["team"];

        var problems = Catalog.Bind("team", spec, new SourceLocation("environments.yml")).Problems;

        string.Join('\n', problems).ShouldContain(sentence);
        string.Join('\n', problems).ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("{days: [sat, sun]}", "2026-05-02T00:00:00Z", true)]
    [InlineData("{days: [sat, sun]}", "2026-05-04T00:00:00Z", false)]
    [InlineData("{from: \"22:00\", to: \"06:00\"}", "2026-05-04T22:00:00Z", true)]
    [InlineData("{from: \"22:00\", to: \"06:00\"}", "2026-05-04T05:59:59Z", true)]
    [InlineData("{from: \"22:00\", to: \"06:00\"}", "2026-05-04T06:00:00Z", false)]
    [InlineData("{from: \"22:00\", to: \"06:00\", zone: Europe/Berlin}", "2026-05-04T20:00:00Z", true)]
    [InlineData("{from: \"22:00\", to: \"06:00\", zone: Europe/Berlin}", "2026-12-04T20:30:00Z", false)]
    [InlineData("{days: [fri], from: \"22:00\", to: \"06:00\"}", "2026-05-02T05:00:00Z", true)]
    [InlineData("{days: [fri], from: \"22:00\", to: \"06:00\"}", "2026-05-01T05:00:00Z", false)]
    [InlineData("{days: [fri], from: \"18:00\"}", "2026-05-01T23:59:00Z", true)]
    [InlineData("{days: [fri], from: \"18:00\"}", "2026-05-02T00:00:00Z", false)]
    [InlineData("{to: \"06:00\"}", "2026-05-01T05:00:00Z", true)]
    public void Quiet_Moment_IsInItByTheClockOnTheWall(string quiet, string moment, bool holds)
    {
        var spec = Read($"quiet: [{quiet}]\nchannels: {{}}").OrThrow().Quiet[0];

        spec.Holds(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)).ShouldBe(holds);
    }

    [Fact]
    public void Backoff_Grows_UpToItsLimitWithJitter()
    {
        var (least, most) = (new Backoff(() => 0), new Backoff(() => 0.999));

        least.OfRuns(1, null).ShouldBe(TimeSpan.FromSeconds(15));
        least.OfRuns(3, null).ShouldBe(TimeSpan.FromSeconds(60));
        most.OfRuns(1000, null).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(15));
        least.OfRuns(1, TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromHours(1));
        least.OfRuns(1, TimeSpan.FromDays(400)).ShouldBe(TimeSpan.FromDays(1));
    }

    private static Validated<AlertsSpec> Read(string yaml)
    {
        var indented = string.Concat(yaml.Split('\n').Select(x => $"    {x}\n"));
        var text = $"project: demo\nalerts:\n  production:\n    # of people\n{indented}";
        var read = ManifestReader.Read(text, "environments.yml", ManifestSchema.Environments(AlertsSpec.Section));
        return read.TryGet(out var manifest)
            ? Validated.Valid(manifest.Get<IReadOnlyDictionary<string, AlertsSpec>>()["production"])
            : Validated.Invalid<AlertsSpec>(read.Problems);
    }
}
