using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Environments;

/// <summary>What the holder of the lease asks of an environment. Each is committed with its event, or not at all.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(Register), "register")]
[JsonDerivedType(typeof(Restart), "restart")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Shift), "shift")]
[JsonDerivedType(typeof(Pause), "hold")]
[JsonDerivedType(typeof(Resume), "resume")]
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
        public ModelVersion? Version { get; init; }

        /// <summary>For the gateway to start it; otherwise <see cref="Address"/> is where it answers already.</summary>
        public ServerLaunch? Launch { get; init; }

        public string? Address { get; init; }
    }

    /// <summary>A revision that no longer runs becomes the candidate, without traffic.</summary>
    public sealed record Restart(int Revision) : EnvironmentChange;

    /// <summary>Something about the candidate that changes nothing, as that its probes passed.</summary>
    /// <param name="Action">In the past tense and kebab-case.</param>
    public sealed record Note(string Action) : EnvironmentChange;

    /// <summary>The candidate answers this percentage of the requests.</summary>
    public sealed record Shift(int Step, int Weight) : EnvironmentChange;

    /// <summary>The rollout waits for a person. Gateways that run already know it as "hold".</summary>
    public sealed record Pause(int Step) : EnvironmentChange;

    /// <summary>Somebody leads a paused rollout on.</summary>
    public sealed record Resume : EnvironmentChange;

    /// <summary>The candidate answers everything; what answered before is the standby, and what was the standby before ends.</summary>
    public sealed record Promote : EnvironmentChange;

    /// <summary>The candidate answers nothing any more and ends. Gateways that run already know it as "take-back".</summary>
    public sealed record Abort : EnvironmentChange;

    /// <summary>A running revision answers everything; what answered before is the standby.</summary>
    public sealed record RollBack(int Revision) : EnvironmentChange;

    /// <summary>Every revision ends, then the gateway.</summary>
    public sealed record TakeDown : EnvironmentChange;
}
