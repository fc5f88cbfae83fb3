using System.Globalization;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Features;

/// <summary>What of a column decides what it becomes: known of train rows, or of a profile.</summary>
internal abstract record ColumnFacts(string Name, DataType Type)
{
    /// <summary>How many different values there are at least; of numbers and texts at most 2 are counted.</summary>
    public abstract long Distinct { get; }

    public abstract bool HasMissing { get; }

    /// <summary>Some value is more than white space.</summary>
    public abstract bool HasWords { get; }

    /// <summary>All values are numbers, and some have a comma before their fraction, so that they are read as texts.</summary>
    public abstract bool HasDecimalCommas { get; }

    /// <summary>
    /// The number below which a share of all is, between two of them as NumPy has it; NaN where there are none.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="isLog">Whether it is of signed logarithms.</param>
    public abstract double Quantile(double share, bool isLog);

    /// <summary>Of timestamps; null where there are none.</summary>
    public abstract DateTimeOffset? First();

    /// <summary>The most frequent categories, in ordinal order; of equally frequent ones the first of that order.</summary>
    public abstract IReadOnlyList<string> MostFrequent(int count);

    /// <summary>There is one value at most, in every row.</summary>
    public bool IsConstant => Distinct == 0 || (Distinct == 1 && !HasMissing);

    /// <summary>Of rows to learn from.</summary>
    public static ColumnFacts Of(Column column, DataType type) => new OfRows(column, type);

    /// <summary>Of a profile of all rows.</summary>
    /// <param name="column">Its profile.</param>
    /// <param name="type">What the manifest says that its values are, or the profile.</param>
    public static ColumnFacts Of(ColumnProfile column, DataType type) => new OfProfile(column, type);

    private sealed record OfRows(Column Column, DataType Type) : ColumnFacts(Column.Name, Type)
    {
        private const int MostLookedAt = 1_000;

        public override long Distinct { get; } = Column switch
        {
            CategoryColumn categories => Counts(categories).Count(count => count > 0),
            NumberColumn numbers => Different(numbers.Values.Where(number => !double.IsNaN(number))),
            TextColumn texts => Different(texts.Values.Where(text => text is not null)),
            _ => 0,
        };

        public override bool HasMissing => Column.MissingCount > 0;

        public override bool HasWords =>
            Enumerable.Range(0, Column.Count).Any(row => !string.IsNullOrWhiteSpace(Column.Text(row)));

        public override bool HasDecimalCommas => Column is TextColumn text && AreDecimalCommas(text);

        public override double Quantile(double share, bool isLog)
        {
            var numbers = ((NumberColumn)Column).Values.Where(number => !double.IsNaN(number));
            var sorted = (isLog ? numbers.Select(Feature.Number.Logarithm) : numbers).Order().ToList();
            if (sorted.Count == 0)
                return double.NaN;
            var place = share * (sorted.Count - 1);
            var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
            var part = place - Math.Floor(place);
            return (low * (1 - part)) + (high * part);
        }

        public override DateTimeOffset? First()
        {
            var known = Enumerable.Range(0, Column.Count).Select(row => MomentParts.Read(Column.Text(row)))
                .Where(moment => !moment.IsNone).ToList();
            return known.Count == 0 ? null
                : new DateTimeOffset(Math.Clamp(known.Min().Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        }

        public override IReadOnlyList<string> MostFrequent(int count)
        {
            var column = (CategoryColumn)Column;
            var names = column.Domain.Names;
            return
            [
                .. Counts(column).Select((occurs, code) => (Occurs: occurs, Name: names[code])).Where(known => known.Occurs > 0)
                    .OrderByDescending(known => known.Occurs).ThenBy(known => known.Name, StringComparer.Ordinal).Take(count)
                    .Select(known => known.Name).Order(StringComparer.Ordinal),
            ];
        }

        private static int[] Counts(CategoryColumn column)
        {
            var counts = new int[column.Domain.Count];
            foreach (var code in column.Codes)
            {
                if (code != CategoryColumn.Missing)
                    counts[code]++;
            }

            return counts;
        }

        private static int Different<T>(IEnumerable<T> values) => values.Distinct().Take(2).Count();

        private static bool AreDecimalCommas(TextColumn text)
        {
            var values = text.Values.OfType<string>().Take(MostLookedAt).Select(System.Text.Encoding.UTF8.GetBytes).ToList();
            return values.Exists(value => Values.DecimalComma.Has(value))
                && values.TrueForAll(value => Values.DecimalComma.Has(value) || Values.NumberText.TryParse(value, out _));
        }
    }

    private sealed record OfProfile(ColumnProfile Column, DataType Type) : ColumnFacts(Column.Name, Type)
    {
        public override long Distinct => Column.Distinct ?? Math.Min(2, Column.Count);

        public override bool HasMissing => Column.Missing > 0;

        public override bool HasWords => Column.Count > 0;

        public override bool HasDecimalCommas => Column.HasDecimalCommas;

        public override double Quantile(double share, bool isLog)
        {
            var name = share.ToString("0.##", CultureInfo.InvariantCulture);
            var number = Column.Numbers?.Quantiles.GetValueOrDefault(name, double.NaN) ?? double.NaN;
            return isLog ? Feature.Number.Logarithm(number) : number;
        }

        public override DateTimeOffset? First() => Column.Times?.First;

        public override IReadOnlyList<string> MostFrequent(int count) =>
            [.. Column.Frequent.Take(count).Select(known => known.Value).Order(StringComparer.Ordinal)];
    }
}
