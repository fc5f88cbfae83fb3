using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

public class StatusTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Actor Ada = new("ada", "test");

    [Fact]
    public void Of_Rollout_SaysWhatRunsWhereSinceWhenAndWhoLeads()
    {
        var document = Empty with
        {
            Address = "127.0.0.1:8081",
            Revisions = [Revision(1), Revision(2)],
            Stable = 1,
            Candidate = 2,
            Weight = 10,
            Rollout = new RolloutProgress
            {
                Phase = RolloutPhase.Stepping,
                Step = 1,
                Steps = 4,
                Since = Now,
                Actor = Ada,
                Reason = "Revision 2 answers 10% of the requests.",
            },
            Lease = new Lease { Token = 3, Holder = Ada, Since = Now },
        };

        var lines = StatusText.Of(new EnvironmentStatus(document, []) { Traffic = Traffic });

        lines.ShouldBe(
        [
            "production of loan-default: revision 1 answers at http://127.0.0.1:8081",
            "  gateway    does not run: deploy again to start it",
            "  stable     revision 1: version 1, image 6b86b273ff34, 90% of the traffic, 900 requests, 2 errors, "
                + "running at 127.0.0.1:3001 since 2026-01-02 03:04:05Z",
            "  candidate  revision 2: version 2, image d4735e3a265e, 10% of the traffic, "
                + "running at 127.0.0.1:3002 since 2026-01-02 03:04:05Z",
            "  rollout    of revision 2 is stepping, step 1 of 4, led by ada since 2026-01-02 03:04:05Z: "
                + "Revision 2 answers 10% of the requests.",
            "  lease      3 of ada since 2026-01-02 03:04:05Z",
        ]);
    }

    [Fact]
    public void Of_GatewayInAContainer_NamesTheContainer()
    {
        var gateway = new GatewayDocument
        {
            Process = new ProcessIdentity(1, 1, "boot"),
            Container = "pipeline.acme.production.loan-default.gateway",
            Admin = "127.0.0.1:38211",
            Address = "127.0.0.1:8081",
            Started = Now,
        };

        StatusText.Of(new EnvironmentStatus(Empty, []) { Gateway = gateway })[1].ShouldBe(
            "  gateway    container 'pipeline.acme.production.loan-default.gateway' since 2026-01-02 03:04:05Z");
    }

    [Fact]
    public void Of_TrafficThatDoesNotFollow_SaysHowItIsDivided()
    {
        var document = Empty with { Revisions = [Revision(1), Revision(2)], Stable = 1, Candidate = 2, Weight = 10 };
        var asked = new EnvironmentStatus(document, []) { Split = TrafficSplit.Of(document) };

        var late = asked with { Split = asked.Split! with { Weight = 0 } };

        StatusText.Of(asked).ShouldNotContain(line => line.StartsWith("  traffic", StringComparison.Ordinal));
        StatusText.Of(late).ShouldContain("  traffic    is not divided as it was asked to be: "
            + "the candidate has 0% of the requests, and 10% are asked for");
    }

    [Fact]
    public void Of_LeaseWhoseProcessEnded_SaysThatItEnded()
    {
        var ended = new ProcessIdentity(4711, Started: 1, Boot: "an earlier one");
        var document = Empty with { Lease = new Lease { Token = 3, Holder = Ada, Process = ended, Since = Now } };

        StatusText.Of(new EnvironmentStatus(document, []))[^1].ShouldBe(
            "  lease      3 of ada (process 4711, which ended) since 2026-01-02 03:04:05Z");
    }

    [Fact]
    public void Of_NothingDeployed_SaysSo() =>
        StatusText.Of(new EnvironmentStatus(Empty, [])).ShouldBe(
            ["production of loan-default: nothing is deployed", "  gateway    does not run: deploy again to start it"]);

    private static EnvironmentDocument Empty { get; } = new()
    {
        Project = "acme",
        Environment = "production",
        Model = ModelName.Parse("loan-default"),
    };

    private static TrafficSnapshot Traffic { get; } = new(
        "epoch", [new RevisionTraffic { Revision = 1, Requests = 900, ServerErrors = 1, Timeouts = 1 }]);

    private static Revision Revision(int number) => new()
    {
        Number = number,
        Image = new ImageDigest(Digest.OfText($"{number}")),
        Version = new ModelVersion(number),
        Created = Now,
        State = RevisionState.Running,
        Since = Now,
        Address = $"127.0.0.1:300{number}",
    };
}
