using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

public abstract partial class TaskKind
{
    private sealed class Regression : TaskKind
    {
        private static readonly int[] Percents = [5, 25, 50, 75, 95];

        public static TaskKind Instance { get; } = new Regression();

        public override ModelTask Task => ModelTask.Regression;

        public override string Words => "regression";

        public override DecisionRule Decision { get; } = new DecisionRule.None();

        public override Validated<Target> Discover(Column column, string? positive)
        {
            ArgumentNullException.ThrowIfNull(column);
            return column.Count == 0
                ? Invalid(new Problem($"The label '{column.Name}' has no rows to learn from."))
                : Read(column, new ModelLabel.Number(column.Name));
        }

        public override Validated<Target> Read(Column column, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(column);
            if (column.MissingCount > 0)
                return Invalid(Unlabelled(column));
            if (column is not NumberColumn { Values: var values })
                return Invalid(new Problem($"The label '{column.Name}' is not made of numbers; a regression predicts a number."));
            // Models compute in floats: a larger number would be an infinity, which trainers leave out without a word.
            var large = values.FirstOrDefault(x => Math.Abs(x) > float.MaxValue);
            return large is 0 ? Validated.Valid(new Target(label, values)) : Invalid(new Problem(string.Create(
                CultureInfo.InvariantCulture, $"The label '{column.Name}' has {large}; numbers up to 3.4e38 are accepted.")));
        }

        public override IReadOnlyList<string> Outputs(ModelLabel label) => [ModelOutputs.Value];

        public override string? Refuse(double answer) => double.IsFinite(answer) ? null : "as a prediction";

        public override double Scale(IEnumerable<double> answers) => answers.Select(Math.Abs).DefaultIfEmpty(0).Max();

        public override IReadOnlyList<AnswerTable> Tables(MetricRows rows, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(rows);
            double[] residuals = [.. rows.Answers[0].Zip(rows.Truth, (answer, truth) => answer - truth).Order()];
            var mean = residuals.Average();
            var spread = Math.Sqrt(residuals.Average(residual => (residual - mean) * (residual - mean)));
            return
            [
                new AnswerTable("Residuals", ["answered minus true", "value"],
                [
                    new AnswerTableRow("mean", [mean]),
                    new AnswerTableRow("standard deviation", [spread]),
                    new AnswerTableRow("smallest", [residuals[0]]),
                    .. Percents.Select(percent =>
                        new AnswerTableRow($"{percent} % are at most", [Quantile(residuals, percent / 100.0)])),
                    new AnswerTableRow("largest", [residuals[^1]]),
                ]),
            ];
        }

        /// <summary>Between two numbers where the rank is between theirs, as NumPy: Hyndman and Fan's type 7.</summary>
        private static double Quantile(double[] sorted, double share)
        {
            var rank = share * (sorted.Length - 1);
            var (low, high) = (sorted[(int)rank], sorted[Math.Min((int)rank + 1, sorted.Length - 1)]);
            return low + ((rank - Math.Floor(rank)) * (high - low));
        }

        private protected override bool Has(ModelLabel label) => label is ModelLabel.Number;
    }
}
