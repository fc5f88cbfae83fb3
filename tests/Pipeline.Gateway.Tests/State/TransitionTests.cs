using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.State;
using Pipeline.Testing;

namespace Pipeline.State;

public sealed class TransitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Cause Because = new(Bench.Ada, "because", Now);

    [Fact]
    public void Promote_OverAnother_KeepsItWarmAndEndsTheOneBefore()
    {
        var document = Serving(stable: 2, standby: 1, candidate: 3);

        var next = Apply(document, new EnvironmentChange.Promote());

        (next.Stable, next.Standby, next.Candidate, next.Weight).ShouldBe((3, 2, null, 0));
        next.Revisions.Select(x => x.State).ShouldBe([RevisionState.Stopping, RevisionState.Running, RevisionState.Running]);
    }

    [Fact]
    public void RollBack_ToWarm_ExchangesTheTwo()
    {
        var document = Serving(stable: 2, standby: 1, candidate: null);

        var next = Apply(document, new EnvironmentChange.RollBack(1));

        (next.Stable, next.Standby).ShouldBe((1, 2));
        next.Revisions.ShouldAllBe(x => x.State == RevisionState.Running);
    }

    [Fact]
    public void RollBack_DuringAPausedRollout_EndsTheCandidate()
    {
        var document = Serving(stable: 2, standby: 1, candidate: 3);

        var next = Apply(document, new EnvironmentChange.RollBack(1));

        (next.Stable, next.Candidate, next.Find(3)!.State).ShouldBe((1, null, RevisionState.Stopping));
    }

    [Fact]
    public void Abort_Candidate_LeavesTheOthers()
    {
        var document = Serving(stable: 2, standby: 1, candidate: 3) with { Weight = 50 };

        var next = Apply(document, new EnvironmentChange.Abort());

        (next.Stable, next.Standby, next.Candidate, next.Weight, next.Rollout).ShouldBe((2, 1, null, 0, null));
    }

    [Fact]
    public void NoteRestarts_OfAServerThatItsEngineStarts_KeepsCountAndReasonAsACrash()
    {
        var ours = Serving(stable: 1, standby: null, candidate: null);
        var document = ours.With(ours.Find(1)! with { Launch = null });
        var note = new EnvironmentChange.NoteRestarts(1, 3);

        var done = Transitions.Apply(document, note, Because).ShouldBeOfType<Transition.Done>();

        Transitions.Apply(ours, note, Because).ShouldBeOfType<Transition.Refused>();
        (done.Document.Find(1)!.Restarts, done.Document.Find(1)!.Trouble).ShouldBe((3, "because"));
        done.Document.Find(1)!.State.ShouldBe(RevisionState.Running);
        done.Entry.Action.ShouldBe(EnvironmentActions.Crashed);
    }

    [Fact]
    public void Ended_CandidateAndStable_OnlyTheStableOneIsMeantToRunOn()
    {
        var document = Serving(stable: 1, standby: null, candidate: 2);

        var candidate = Observations.Ended(document, document.Find(2)!, "It crashed.", Now).Document.Find(2)!;
        var stable = Observations.Ended(document, document.Find(1)!, "It crashed.", Now).Document.Find(1)!;

        (candidate.State, candidate.Restarts, candidate.Trouble).ShouldBe((RevisionState.Crashed, 0, "It crashed."));
        (stable.State, stable.Restarts, stable.Process).ShouldBe((RevisionState.Running, 1, null));
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Change_Impossible_IsRefusedInOneSentence(EnvironmentChange change, string sentence)
    {
        var document = Serving(stable: 1, standby: null, candidate: 2).With(Revision(2) with { State = RevisionState.Crashed });

        var refused = Transitions.Apply(document, change, Because).ShouldBeOfType<Transition.Refused>();

        refused.Message.ShouldBe(sentence);
    }

    public static TheoryData<EnvironmentChange, string> Impossible => new()
    {
        { new EnvironmentChange.Promote(), "Revision 2 in production of loan-default is crashed and cannot answer." },
        { new EnvironmentChange.Shift(1, 10), "Revision 2 in production of loan-default is crashed and cannot answer." },
        { new EnvironmentChange.Shift(1, 101), "A weight is between 0 and 100; it is 101." },
        { new EnvironmentChange.Mirror(1, 10), "Revision 2 in production of loan-default is crashed and cannot answer." },
        { new EnvironmentChange.Mirror(1, -1), "A share of mirrored requests is between 0 and 100; it is -1." },
        { new EnvironmentChange.Resume(), "The rollout in production of loan-default is not paused." },
        { new EnvironmentChange.RollBack(1), "Revision 1 is the one that answers in production of loan-default." },
        { new EnvironmentChange.RollBack(7), "There is no revision 7 in production of loan-default; it has 1 to 2." },
        {
            new EnvironmentChange.Register(Revision(1).Image, 0),
            "Revision 2 is being rolled out in production of loan-default; abort that, or wait until it is promoted."
        },
    };

    [Fact]
    public void Mirror_Candidate_CountsFromThenOnAndEndsWithIt()
    {
        var document = Serving(stable: 1, standby: null, candidate: 2);

        var mirroring = Apply(document, new EnvironmentChange.Mirror(3, 25));
        var promoted = Apply(mirroring, new EnvironmentChange.Promote());
        var aborted = Apply(mirroring, new EnvironmentChange.Abort());
        var ended = Apply(mirroring, new EnvironmentChange.Mirror(4, 0));

        (mirroring.Mirror, mirroring.Weight).ShouldBe((new TrafficMirror(2, 25), 0));
        var rollout = mirroring.Rollout!;
        (rollout.Phase, rollout.Step, rollout.WeightSince).ShouldBe((RolloutPhase.Stepping, 3, Now));
        (promoted.Mirror, aborted.Mirror, ended.Mirror).ShouldBe((null, null, null));
        TrafficSplit.Of(mirroring).Mirror.ShouldBe(new TrafficMirror(2, 25));
    }

    [Theory]
    [InlineData("X-Account", null, null)]
    [InlineData(null, "session", null)]
    [InlineData(null, null, "Stickiness names a header or a cookie: exactly one of them.")]
    [InlineData("X-Account", "session", "Stickiness names a header or a cookie: exactly one of them.")]
    [InlineData("X-Pipeline-Route", null, "The header 'X-Pipeline-Route' is the gateway's own: clients cannot send it.")]
    [InlineData(
        null,
        "a b",
        "'a b' is no name of a cookie: it has 1 to 64 letters, digits and characters of !#$%&'*+-.^_`|~.")]
    public void Register_WithStickiness_KeepsItOrSaysWhatIsWrong(string? header, string? cookie, string? problem)
    {
        var stickiness = new TrafficStickiness { Header = header, Cookie = cookie };
        var register = new EnvironmentChange.Register(Revision(2).Image, 0) { Address = "127.0.0.1:2", Stickiness = stickiness };

        var transition = Transitions.Apply(Serving(stable: 1, standby: null, candidate: null), register, Because);

        (transition as Transition.Done)?.Document.Stickiness.ShouldBe(stickiness);
        (transition as Transition.Refused)?.Message.ShouldBe(problem);
        (transition is Transition.Refused).ShouldBe(problem is not null);
    }

    [Fact]
    public void Change_OfNoCandidate_IsRefused()
    {
        var document = Serving(stable: 1, standby: null, candidate: null);

        var refused = Transitions.Apply(document, new EnvironmentChange.Promote(), Because);

        refused.ShouldBe(new Transition.Refused("Nothing is being rolled out in production of loan-default."));
    }

    private static EnvironmentDocument Apply(EnvironmentDocument document, EnvironmentChange change) =>
        Transitions.Apply(document, change, Because).ShouldBeOfType<Transition.Done>().Document;

    private static EnvironmentDocument Serving(int stable, int? standby, int? candidate) => Bench.Empty with
    {
        Revisions = [.. Enumerable.Range(1, new[] { stable, standby ?? 0, candidate ?? 0 }.Max()).Select(Revision)],
        Stable = stable,
        Standby = standby,
        Candidate = candidate,
        Rollout = candidate is null ? null : new RolloutProgress
        {
            Phase = RolloutPhase.Stepping,
            Since = Now,
            Actor = Bench.Ada,
        },
    };

    private static Revision Revision(int number) => new()
    {
        Number = number,
        Image = new ImageDigest(Digest.OfText(number.ToString())),
        Created = Now,
        State = RevisionState.Running,
        Since = Now,
        Launch = new ServerLaunch { Folder = "/", Command = "server" },
        Address = $"127.0.0.1:{number}",
        Process = new ProcessIdentity(number, 1, "test"),
    };
}
