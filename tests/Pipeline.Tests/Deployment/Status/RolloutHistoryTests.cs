using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

public class RolloutHistoryTests
{
    [Fact]
    public void LastDuration_AfterARollback_IsThatOfTheLastPromotedRollout()
    {
        AuditEvent[] events =
        [
            Event(0, EnvironmentActions.Registered, 1), Event(3, EnvironmentActions.Promoted, 1),
            Event(10, EnvironmentActions.Registered, 2), Event(11, EnvironmentActions.Shifted, 2),
            Event(17, EnvironmentActions.Promoted, 2), Event(30, EnvironmentActions.RolledBack, 1),
        ];

        RolloutHistory.LastDuration(events).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void LastDuration_WhoseStartIsCutOff_IsNotKnown() =>
        RolloutHistory.LastDuration([Event(3, EnvironmentActions.Promoted, 1)]).ShouldBeNull();

    [Fact]
    public void LastDuration_OnlyAborted_IsNotKnown() => RolloutHistory.LastDuration(
        [Event(0, EnvironmentActions.Registered, 1), Event(3, EnvironmentActions.Aborted, 1)]).ShouldBeNull();

    private static AuditEvent Event(int second, string action, int revision) => AuditEvent.Link(
        new AuditEntry
        {
            Time = DateTimeOffset.UnixEpoch.AddSeconds(second),
            Actor = new Actor("ada", "test"),
            Action = action,
            Subject = $"loan-default/{revision}",
        },
        head: null);
}
