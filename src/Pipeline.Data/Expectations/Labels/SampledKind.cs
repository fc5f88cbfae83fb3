namespace Pipeline.Data.Expectations.Labels;

/// <summary>What a sampled value is.</summary>
internal enum SampledKind
{
    Missing,
    Number,
    Timestamp,
    Text,
}
