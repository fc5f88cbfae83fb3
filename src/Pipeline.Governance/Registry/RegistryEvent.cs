using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

/// <summary>The events that the registry is made of; the journal has others, which it passes over.</summary>
internal abstract record RegistryEvent
{
    private RegistryEvent()
    {
    }

    public sealed record RunRecorded(RunId Id, ModelName Model, Digest Document, Digest Dataset) : RegistryEvent;

    public sealed record VersionRegistered(ModelName Model, ModelVersion Version, Digest Digest, RunId Run) : RegistryEvent;

    public sealed record AliasMoved(ModelName Model, AliasName Alias, ModelVersion? From, ModelVersion? To) : RegistryEvent;

    public sealed record DocumentAttached(ModelName Model, ModelVersion Version, string Name, Digest Digest) : RegistryEvent;
}
