using System.Text.Json.Serialization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;

namespace Pipeline.Environments;

/// <summary>What the holder of the lease asks of an environment. Each is committed with its event, or not at all.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(Register), "register")]
[JsonDerivedType(typeof(Restart), "restart")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(NoteRestarts), "note-restarts")]
[JsonDerivedType(typeof(Shift), "shift")]
[JsonDerivedType(typeof(Mirror), "mirror")]
[JsonDerivedType(typeof(Pause), "hold")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(AskToPause), "ask-to-pause")]
[JsonDerivedType(typeof(Promote), "promote")]
[JsonDerivedType(typeof(Abort), "take-back")]
[JsonDerivedType(typeof(RollBack), "roll-back")]
[JsonDerivedType(typeof(TakeDown), "take-down")]
public abstract record EnvironmentChange
{
    private EnvironmentChange()
    {
    }

    /// <summary>A new revision becomes the candidate, without traffic.</summary>
    /// <param name="Image">What it runs.</param>
    /// <param name="Steps">How many steps its rollout has.</param>
    public sealed record Register(ImageDigest Image, int Steps) : EnvironmentChange
    {
        /// <summary>What stands for the revision's number in <see cref="Address"/>.</summary>
        public const string Number = "{revision}";

        public ModelVersion? Version { get; init; }

        /// <inheritdoc cref="RolloutProgress.Plan"/>
        public IReadOnlyList<string> Plan { get; init; } = [];

        /// <summary>For the gateway to start it; otherwise <see cref="Address"/> is where it answers, or will.</summary>
        public ServerLaunch? Launch { get; init; }

        /// <summary>As "10.0.0.7:8080" or "revision-{revision}.loan-default:8080".</summary>
        public string? Address { get; init; }

        /// <summary>How clients keep to their revision from now on; null where they do not.</summary>
        public TrafficStickiness? Stickiness { get; init; }
    }

    /// <summary>A revision that no longer runs becomes the candidate, without traffic.</summary>
    public sealed record Restart(int Revision) : EnvironmentChange;

    /// <summary>Something about the candidate that changes nothing, as that its probes passed.</summary>
    /// <param name="Action">In the past tense and kebab-case.</param>
    public sealed record Note(string Action) : EnvironmentChange;

    /// <summary>An engine has started the server of a revision again, without the gateway.</summary>
    /// <param name="Revision">Its number.</param>
    /// <param name="Restarts">How often by now.</param>
    public sealed record NoteRestarts(int Revision, int Restarts) : EnvironmentChange;

    /// <summary>The candidate answers this percentage of the requests.</summary>
    public sealed record Shift(int Step, int Weight) : EnvironmentChange;

    /// <summary>
    /// The candidate is sent a copy of this percentage of the requests that the stable revision answers; 0 ends that. Nobody is
    /// told its answers: they are compared and counted.
    /// </summary>
    public sealed record Mirror(int Step, int Share) : EnvironmentChange;

    /// <summary>The rollout waits for a person. Gateways that run already know it as "hold".</summary>
    public sealed record Pause(int Step) : EnvironmentChange
    {
        public RolloutWait Wait { get; init; }
    }

    /// <summary>Somebody leads a paused rollout on.</summary>
    public sealed record Resume : EnvironmentChange;

    /// <summary>A person lets a paused rollout go on behind what it waits for; who and why is the event's.</summary>
    /// <param name="Step">Of the strategy's steps, how many are taken then.</param>
    public sealed record Approve(int Step) : EnvironmentChange;

    /// <summary>Whoever leads the rollout shall pause it. The one change that needs no lease.</summary>
    public sealed record AskToPause : EnvironmentChange;

    /// <summary>The candidate answers everything; what answered before is the standby, and the standby before ends.</summary>
    public sealed record Promote : EnvironmentChange;

    /// <summary>The candidate answers nothing any more and ends. Gateways that run already know it as "take-back".</summary>
    public sealed record Abort : EnvironmentChange;

    /// <summary>A running revision answers everything; what answered before is the standby.</summary>
    public sealed record RollBack(int Revision) : EnvironmentChange;

    /// <summary>Every revision ends, then the gateway.</summary>
    public sealed record TakeDown : EnvironmentChange;
}

/// <summary>A change by the holder of a lease.</summary>
/// <param name="Token">The lease's fencing token.</param>
/// <param name="Actor">Who asks for it.</param>
/// <param name="Reason">One sentence for the journal, with both numbers where there are two.</param>
/// <param name="Change">What is asked for.</param>
public sealed record ChangeRequest(long Token, Actor Actor, string Reason, EnvironmentChange Change);

/// <summary>Asks a gateway for the lease of its environment.</summary>
public sealed record LeaseRequest(Actor Holder)
{
    /// <inheritdoc cref="Lease.Process"/>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Ends another's lease; its holder's next change is refused. For a rollback under pressure.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Why a lease is taken over, for the journal; null where nobody says.</summary>
    public string? Reason { get; init; }
}

/// <summary>Shows a lease, to renew it or to give it up.</summary>
public sealed record LeaseToken(long Token);

/// <summary>Why an environment did not do what it was asked for.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people: one sentence that names who or what stands in the way.</param>
public sealed record Refusal(RefusalKind Kind, string Message);

/// <summary>What kind of obstacle a <see cref="Refusal"/> met.</summary>
public enum RefusalKind
{
    /// <summary>Somebody else holds the lease.</summary>
    LeaseHeld,

    /// <summary>The lease that was shown is no longer the present one.</summary>
    LeaseLost,

    /// <summary>The environment is in no state for it.</summary>
    NotPossible,
}
