namespace Pipeline.Data.Expectations;

/// <summary>How far two distributions are from each other.</summary>
internal enum DriftMeasure
{
    /// <summary>Population stability index: 0 for the same distribution; above 0.2 is usually called a shift.</summary>
    PopulationStability,

    /// <summary>Jensen-Shannon distance, the root of the divergence to base 2: from 0 to 1.</summary>
    JensenShannon,
}
