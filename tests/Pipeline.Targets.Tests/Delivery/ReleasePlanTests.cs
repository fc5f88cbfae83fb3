using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Delivery;
using Pipeline.Delivery.Stages;

namespace Pipeline.Targets.Delivery;

public sealed class ReleasePlanTests
{
    private readonly ReleasePlan _plan = new();

    [Fact]
    public void Lines_NothingChanged_SayThatNothingRuns()
    {
        _plan.Add(DeliveryStep.Train, new StagePlan("train", [], TimeSpan.FromSeconds(2)));
        _plan.AddDeploy("staging", new DeployPlan(null, null, null), null);

        _plan.Lines().ShouldBe(
            ["  train              is up to date", "  deploy to staging  is up to date", "Nothing has to run."]);
    }

    [Fact]
    public void Lines_AfterAChange_SayWhyAndHowLongItTook()
    {
        _plan.Add(DeliveryStep.ValidateData, new StagePlan("validate-data", [], TimeSpan.FromSeconds(1)));
        _plan.Add(DeliveryStep.Train, new StagePlan("train", [new StageReason.InputChanged("data")], TimeSpan.FromSeconds(2)));
        _plan.Add(DeliveryStep.Evaluate, new StagePlan("evaluate", [], TimeSpan.FromSeconds(3.5)));

        _plan.Lines().ShouldBe(
        [
            "  validate-data  is up to date",
            "  train          runs, because input 'data' changed (last time 2.0 s)",
            "  evaluate       runs if train makes something else than before (last time 3.5 s)",
            "These took 5.5 s when they last ran.",
        ]);
    }

    [Theory]
    [InlineData(true, "does not run: revision 2 (version 7) was rolled back; '--again' rolls it out all the same")]
    [InlineData(false, "runs, though revision 2 (version 7) was aborted")]
    public void Lines_OfAVersionThatWasWithdrawn_SaySo(bool wasStable, string text)
    {
        var taken = new Withdrawal(Some.Revision(2) with { Version = new ModelVersion(7) }, null, wasStable);
        _plan.Add(DeliveryStep.Train, new StagePlan("train", [], TimeSpan.FromSeconds(2)));

        _plan.AddDeploy("production", new DeployPlan("revision 1 serves another image", taken, null), null);

        _plan.Lines()[1].ShouldBe($"  deploy to production  {text}");
    }

    [Fact]
    public void Lines_OfAVersionThatWasWithdrawnAndMayBecomeAnother_SayBoth()
    {
        var taken = new Withdrawal(Some.Revision(2), null, WasStable: true);
        _plan.Add(DeliveryStep.Evaluate, new StagePlan("evaluate", [new StageReason.InputAdded("champion")], null));

        _plan.AddDeploy("production", new DeployPlan("revision 1 serves another image", taken, null), null);

        _plan.Lines()[1].ShouldContain(
            "does not run, unless evaluate makes something else than before: revision 2 (version 2) was rolled back");
    }

    [Fact]
    public void Lines_OfAStepThatReadsNothingOfWhatRuns_SayThatItIsUpToDate()
    {
        _plan.Add(DeliveryStep.WriteModelCard, new StagePlan("write-model-card", [new StageReason.InputChanged("card")], null));

        _plan.Add(DeliveryStep.Package, new StagePlan("package", [], null));

        _plan.Lines()[1].ShouldBe("  package           is up to date");
    }

    [Fact]
    public void Lines_NeverRan_SayThatNobodyKnowsHowLongItTakes()
    {
        _plan.Add(DeliveryStep.Train, new StagePlan("train", [new StageReason.NeverRan()], null));

        _plan.Lines().ShouldBe(
            ["  train  runs, because it has no record yet", "Nobody knows how long this takes: none of it ran before."]);
    }
}
