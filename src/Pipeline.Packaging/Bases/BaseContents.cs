using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging.Bases;

/// <summary>What an image stands on.</summary>
/// <param name="Architecture">As the OCI image specification has it: "amd64", "arm64".</param>
/// <param name="Entries">The files of its layer.</param>
/// <param name="Components">Where they come from.</param>
public sealed record BaseContents(
    string Architecture, IReadOnlyList<LayerEntry> Entries, IReadOnlyList<BillComponent> Components);
