using Pipeline.Core.Audit;
using Pipeline.Delivery.Builds;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>On what a delivery works, and how.</summary>
/// <param name="Root">Of the team's repository, absolute.</param>
/// <param name="Face">Where it says what it does.</param>
public sealed record DeliveryRequest(string Root, IDeliveryFace Face)
{
    private DeliveryParts? _parts;

    /// <summary>The name of a model, its folder or its manifest; null, the default, for the only one.</summary>
    public string? Model { get; init; }

    /// <summary>An environment; null, the default, for all of them, or for the last one where it must be one.</summary>
    public string? Environment { get; init; }

    /// <summary>Runs stages even when they are up to date, and gives up local changes to data. Not by default.</summary>
    public bool Force { get; init; }

    /// <summary>Queues behind whoever is at work on the same thing. Not by default.</summary>
    public bool Waits { get; init; }

    /// <summary>
    /// What will be asked for, of which all that can be known to be wrong is looked for before the first of it runs. Nothing by
    /// default.
    /// </summary>
    public IReadOnlyCollection<string> Planned { get; init; } = [];

    /// <summary>Who is recorded; by default whom the CI host or git names.</summary>
    public Actor Actor { get; init; } = ActorSearch.Find(System.Environment.GetEnvironmentVariable);

    /// <summary>Where environments keep what runs; by default that of the user, by the XDG specification.</summary>
    public string? StateHome { get; init; }

    /// <summary>Dates what is recorded; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Adds the team's own parts to those of the toolkit; none by default.</summary>
    public Action<DeliveryBuilder> Configure
    {
        get;
        init => (field, _parts) = (value, null);
    } = _ => { };

    /// <summary>For caches of builds, layers and digests, which may be deleted at any time.</summary>
    public string TemporaryFolder => Path.Combine(Root, ".nuke", "temp");

    internal DeliveryParts Parts => _parts ??= Compose().Build();

    internal string Home => StateHome ?? EnvironmentFolder.DefaultHome(System.Environment.GetEnvironmentVariable);

    internal DotnetCli Dotnet => new(Root);

    /// <summary>The parts of the toolkit and of the build, to which more may be added.</summary>
    internal DeliveryBuilder Compose()
    {
        var builder = new DeliveryBuilder().AddOwnParts(Clock);
        Configure(builder);
        return builder;
    }
}
