using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Delivery.Reports;
using Pipeline.Environments;
using Pipeline.Targets.Face;

namespace Pipeline.Targets.Delivery;

public sealed class RolloutWatchTests
{
    private static readonly string Lengthy = string.Join(' ', Enumerable.Repeat("a long reason", 20));

    [Fact]
    public void Of_Analysis_ShowsTrafficStepsVerdictsAndWhatIsNeeded()
    {
        var frame = RolloutWatch.Of(Rolling(), "production of loan-default", Some.Noon.AddMinutes(2));

        ConsoleScreen.Lines([frame], 80, isColoured: false).Where(line => !line.StartsWith('─')).Select(Words).ShouldBe(
        [
            "production of loan-default: revision 2 at 20% and copies of 10%, step 2 of 3:",
            "analyze 5m",
            "revision version traffic requests errors copies",
            "stable 1 1 80% 4,000 1 -",
            "candidate 2 2 20% 1,000 3 90",
            "step what state",
            "1 weight 20% done",
            "2 analyze 5m now",
            "3 pause",
            "analysis verdict why",
            "error_rate/at-most inconclusive error_rate is 0.003; at most 0.002 is",
            "required.",
            "led by ann, since 2 min 0 s",
            "weight since 1 min 0 s",
            "needs About 12,000 more requests are needed.",
            "last Revision 2 answers 20% of the requests.",
        ]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Lines_WhateverIsSaid_FitTheWidth(int width)
    {
        var status = Rolling();
        var rollout = status.Document.Rollout! with { Reason = Lengthy, Plan = [Lengthy, Lengthy, Lengthy] };
        var wordy = status with
        {
            Document = status.Document with { Rollout = rollout },
            Report = Report(Verdict.Errored(Lengthy)) with { Needs = Lengthy },
        };

        var lines = ConsoleScreen.Lines([RolloutWatch.Of(wordy, "production of loan-default", Some.Noon)], width, false);

        lines.ShouldAllBe(line => line.Length <= width);
        lines.ShouldAllBe(line => !line.Contains('\u001b'));
    }

    [Fact]
    public void Brief_OnlyCountsChange_IsTheSame()
    {
        var (early, late) = (Rolling(), Rolling(requests: 2000));

        Brief(late).ShouldBe(Brief(early));
        Brief(early).ShouldBe(
            "production: revision 2 at 20% and copies of 10%, step 2 of 3: analyze 5m; analysis: inconclusive");
        Brief(late with { Report = Report(Verdict.Passed("Well.")) }).ShouldEndWith("analysis: passed");
    }

    [Theory]
    [InlineData(RolloutWait.Approval, 3, "done", "done", "waits for a person")]
    [InlineData(RolloutWait.Analysis, 1, "done", "waits for a person", "")]
    public void Of_Paused_ShowsAtWhichStep(RolloutWait wait, int step, string first, string second, string third)
    {
        var status = Rolling();
        var rollout = status.Document.Rollout! with { Phase = RolloutPhase.Paused, Wait = wait, Step = step };

        var paused = status with { Document = status.Document with { Rollout = rollout } };
        var frame = RolloutWatch.Of(paused, "production", Some.Noon);

        frame.Title.ShouldEndWith("waits for a person");
        frame.Tables[1].Rows.Select(row => row[2].Text).ShouldBe([first, second, third]);
    }

    [Fact]
    public void Of_NothingUnderWay_SaysWhatAnswers()
    {
        RolloutWatch.Of(null, "staging", Some.Noon).Brief.ShouldBe("staging: nothing was ever deployed");
        var status = new EnvironmentStatus(Some.Environment(1, Some.Revision(1)), []);

        RolloutWatch.Of(status, "production", Some.Noon).Brief.ShouldBe("production: revision 1 answers everything");
    }

    [Fact]
    public void History_OfAnEnvironment_HasDecisionsAndFitsTheWidth()
    {
        AuditEvent[] events =
        [
            Some.Event(EnvironmentActions.Registered, 2, 0, "Starts version 2 (d4735e3a265e)."),
            Some.Event(EnvironmentActions.Started, 2, 1, "Revision 2 was started: process 7."),
            Some.Event(EnvironmentActions.Shifted, 2, 2, "Revision 2 answers 20% of the requests."),
            Some.Event(EnvironmentActions.Aborted, 2, 3, Lengthy),
        ];
        using var written = new StringWriter();

        var table = HistoryTable.Of(events, most: 2);
        ConsoleTable.Write(written, table, 80, isColoured: false);

        table.Rows.Select(row => row[1].Text).ShouldBe(["weight", "aborted"]);
        table.Rows[0].Select(cell => cell.Text).ShouldBe(
            ["2026-01-31T12:02:00Z", "weight", "2", "ann: Revision 2 answers 20% of the requests."]);
        written.ToString().Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 80);
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Brief(EnvironmentStatus status) => RolloutWatch.Of(status, "production", Some.Noon).Brief;

    private static EnvironmentStatus Rolling(long requests = 1000) => new(
        Some.Environment(1, Some.Revision(1), Some.Revision(2)) with
        {
            Candidate = 2,
            Weight = 20,
            Mirror = new TrafficMirror(2, 10),
            Rollout = new RolloutProgress
            {
                Phase = RolloutPhase.Stepping,
                Step = 1,
                Steps = 3,
                Plan = ["weight 20%", "analyze 5m", "pause"],
                Since = Some.Noon,
                WeightSince = Some.Noon.AddMinutes(1),
                Actor = new Actor("ann", "test"),
                Reason = "Revision 2 answers 20% of the requests.",
            },
        },
        [])
    {
        Traffic = new TrafficSnapshot(
            "epoch",
            [
                new RevisionTraffic { Revision = 1, Requests = 4 * requests, ServerErrors = 1 },
                new RevisionTraffic
                {
                    Revision = 2,
                    Requests = requests,
                    ServerErrors = 3,
                    Mirrored = new MirrorTraffic { Answered = 90 },
                },
            ]),
        Report = Report(Verdict.Inconclusive("error_rate is 0.003; at most 0.002 is required.")) with
        {
            Needs = "About 12,000 more requests are needed.",
        },
    };

    private static RolloutReport Report(Verdict verdict)
    {
        var check = new Check { Id = "error_rate/at-most", Criterion = new Criterion.AtMost(0.002) };
        var measurement = new Measurement { Name = "error_rate", Value = 0.003 };
        return new RolloutReport(2, 1, new CheckReport([new CheckResult(check, measurement, verdict)]));
    }
}
