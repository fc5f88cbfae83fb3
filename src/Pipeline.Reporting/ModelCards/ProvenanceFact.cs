using Pipeline.Core.Identity;

namespace Pipeline.Reporting.ModelCards;

/// <summary>A thing that a model card rests on.</summary>
/// <param name="Name">What it is, for people: "Dataset", "Run", "Model".</param>
/// <param name="Digest">Its digest; missing when it could not be taken.</param>
public sealed record ProvenanceFact(string Name, CardFact<Digest> Digest);
