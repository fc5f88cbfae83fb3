using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>What can be read out of a profile beyond what is written in it.</summary>
public static class ProfileFigures
{
    /// <summary>The number below which that share of the values is, within a rank of 1 percent; null without values.</summary>
    /// <param name="profile">Of a column of numbers.</param>
    /// <param name="share">Between 0 and 1.</param>
    /// <exception cref="FormatException">The sketch is damaged.</exception>
    public static double? Quantile(ColumnProfile profile, double share)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile is { Numbers: not null, Sketches.Numbers: not null }
            ? SummaryText.Read(profile).Numbers.Quantile(share)
            : null;
    }

    /// <summary>The profile of all rows of both: counts, means and deviations exactly, the rest about.</summary>
    /// <exception cref="FormatException">A sketch is damaged.</exception>
    public static ColumnProfile Merge(ColumnProfile first, ColumnProfile second) => ProfileMerger.Merge(first, second);
}
