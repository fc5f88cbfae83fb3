using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Delivery;
using Pipeline.Environments;

namespace Pipeline.Targets.Delivery;

public sealed class AuditRunTests
{
    [Fact]
    public async Task Check_ABrokenChain_FailsAndSaysWhere()
    {
        var result = await CheckAsync(new ChainStatus.Broken(3, "abc", "it is missing"));

        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Verdict.Reason.ShouldBe(
            "'journal.db': The journal is broken at event 3 (abc): it is missing. Keep the file as evidence.");
        new CheckReport([result]).Fails.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_AnIntactChain_SaysWhatWasChecked()
    {
        var result = await CheckAsync(new ChainStatus.Intact(12, null));

        result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        result.Verdict.Reason.ShouldStartWith("'journal.db': 12 events, each with its own hash and that of the one before.");
    }

    [Fact]
    public async Task Check_NoJournal_IsSkipped() => (await CheckAsync(null)).Verdict.Outcome.ShouldBe(Outcome.Skipped);

    [Fact]
    public async Task Check_AFileThatIsNoJournal_Fails()
    {
        var result = await AuditRun.CheckAsync(
            "production", "journal.jsonl", () =>
                throw new EnvironmentDamagedException("journal.jsonl", "event 2 is not an event"));

        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Verdict.Reason.ShouldContain("event 2 is not an event");
    }

    private static Task<CheckResult> CheckAsync(ChainStatus? status) =>
        AuditRun.CheckAsync("registry", "journal.db", () => Task.FromResult(status));
}
