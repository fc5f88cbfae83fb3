using Pipeline.Core.Problems;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;

namespace Pipeline.Data;

/// <summary>Makes the profile of a whole from those of its parts.</summary>
public static class ProfileMerger
{
    /// <summary>
    /// Counts, means and deviations are those of the whole; the rest is within the sketches' error. Profiles of other columns,
    /// and sketches that are damaged, are problems.
    /// </summary>
    public static Validated<ProfileDocument> Merge(ProfileDocument first, ProfileDocument second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Columns.Select(x => x.Name).SequenceEqual(second.Columns.Select(x => x.Name)))
        {
            return Validated.Invalid<ProfileDocument>(new Problem(
                $"The profiles of '{first.Path}' and '{second.Path}' are of other columns."));
        }

        try
        {
            return Validated.Valid(first with
            {
                Data = null,
                Rows = first.Rows + second.Rows,
                Columns = [.. first.Columns.Zip(second.Columns, Merge)],
                Inputs = new Dictionary<string, Core.Identity.Digest>(),
            });
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return Validated.Invalid<ProfileDocument>(new Problem($"A sketch in a profile is damaged: {exception.Message}"));
        }
    }

    internal static ColumnProfile Merge(ColumnProfile first, ColumnProfile second)
    {
        var isPersonal = first.IsPersonal || second.IsPersonal;
        var named = new ColumnProfile
        {
            Name = first.Name,
            Type = Wider(first.Type, second.Type),
            IsPersonal = isPersonal,
            Count = first.Count + second.Count,
            Missing = first.Missing + second.Missing,
        };
        if (isPersonal)
            return named;
        var summary = SummaryText.Read(first);
        summary.Merge(SummaryText.Read(second));
        return SummaryText.Describe(summary, named);
    }

    private static DataType Wider(DataType first, DataType second) =>
        first == second ? first
        : first is DataType.Number or DataType.Integer && second is DataType.Number or DataType.Integer ? DataType.Number
        : first is DataType.Text || second is DataType.Text ? DataType.Text
        : DataType.Category;
}
