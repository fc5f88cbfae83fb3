using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations;

/// <summary>Compares the data that passed with a profile of other data.</summary>
internal interface IDriftSource
{
    /// <param name="column">Of both.</param>
    /// <param name="reference">The profile's file, from the folder of the manifest.</param>
    /// <param name="measure">How far two distributions are from each other.</param>
    MeasuredValue DistanceOf(string column, string reference, DriftMeasure measure);
}
