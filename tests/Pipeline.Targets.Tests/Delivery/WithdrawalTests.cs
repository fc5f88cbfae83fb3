using Pipeline.Delivery;
using Pipeline.Environments;


namespace Pipeline.Targets.Delivery;

public sealed class WithdrawalTests
{
    [Fact]
    public void Image_ThatWasRolledBack_IsToldWithWhoAndWhy()
    {
        var document = Some.Environment(1, Promoted(1, 0), Promoted(2, 5));

        var found = Withdrawal.Find(new EnvironmentStatus(document,
        [
            Some.Event(EnvironmentActions.Promoted, 1, 0),
            Some.Event(EnvironmentActions.Promoted, 2, 5),
            Some.Event(EnvironmentActions.RolledBack, 1, 9, "Too slow."),
        ]), Some.Image(2));

        found!.WasStable.ShouldBeTrue();
        found.ToString().ShouldBe("revision 2 (version 2) was rolled back at 2026-01-31 12:09:00Z by ann: Too slow");
    }

    [Theory]
    [InlineData(EnvironmentActions.Aborted)]
    [InlineData("rollout-taken-back")]
    public void Image_WhoseRolloutWasAborted_IsToldAndNotHeldAgainstIt(string action)
    {
        var document = Some.Environment(1, Promoted(1, 0), Some.Revision(2));

        var found = Withdrawal.Find(
            new EnvironmentStatus(document, [Some.Event(action, 2, 5, "It crashed.")]), Some.Image(2));

        found!.WasStable.ShouldBeFalse();
        found.ToString().ShouldEndWith("by ann: It crashed");
    }

    [Fact]
    public void Image_ThatOnlyMadeWayForANewerOne_WasNotWithdrawn()
    {
        var document = Some.Environment(3, Promoted(1, 0), Promoted(2, 5), Promoted(3, 9));

        var found = Withdrawal.Find(new EnvironmentStatus(document,
        [
            Some.Event(EnvironmentActions.Promoted, 2, 5),
            Some.Event(EnvironmentActions.Promoted, 3, 9),
        ]), Some.Image(2));

        found.ShouldBeNull();
    }

    [Fact]
    public void Image_ThatAnswers_WasNotWithdrawn() =>
        Withdrawal.Find(new EnvironmentStatus(Some.Environment(1, Promoted(1, 0)), []), Some.Image(1)).ShouldBeNull();

    private static Revision Promoted(int number, int minute) =>
        Some.Revision(number) with { Promoted = Some.Noon.AddMinutes(minute) };
}
