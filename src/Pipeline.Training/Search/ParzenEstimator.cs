using MathNet.Numerics.Distributions;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

/// <summary>
/// The density of settings that were tried: a mixture of the prior and of a kernel around each, as in Bergstra, Bardenet, Bengio
/// and Kégl, "Algorithms for Hyper-Parameter Optimization" (2011), section 4, with kernels that are products over all parameters,
/// as in Falkner, Klein and Hutter, "BOHB" (2018), section 3.2: what is good together stays together.
/// </summary>
/// <param name="parameters">Of the settings, in order.</param>
/// <param name="settings">Coordinates, by parameter.</param>
internal sealed class ParzenEstimator(IReadOnlyList<SearchParameter> parameters, IReadOnlyList<double[]> settings)
{
    private const double LeastMass = 1e-12;

    /// <summary>Of a kernel, as a share of the range, for one setting; measured on functions whose best value is known.</summary>
    private const double Width = 0.1;

    /// <summary>Draws from a kernel that is as likely as any other, or from the prior, which is one of them.</summary>
    public double[] Draw(ref SeededRandom random)
    {
        var kernel = random.Below(settings.Count + 1) - 1;
        var drawn = new double[parameters.Count];
        for (var at = 0; at < drawn.Length; at++)
        {
            drawn[at] = (parameters[at], kernel) switch
            {
                (var parameter, < 0) => parameter.Draw(ref random),
                (ChoiceParameter choice, _) =>
                    ChoiceParameter.Choose(Shares(choice, (int)settings[kernel][at]), random.Unit()),
                (NumberParameter number, _) => number.DrawNormal(settings[kernel][at], WidthOf(number), ref random),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            if (parameters[at] is NumberParameter settled)
                drawn[at] = settled.Settle(drawn[at]);
        }

        return drawn;
    }

    /// <summary>The natural logarithm of the density.</summary>
    public double LogDensity(double[] setting)
    {
        var logs = new double[settings.Count + 1];
        for (var kernel = -1; kernel < settings.Count; kernel++)
        {
            for (var at = 0; at < setting.Length; at++)
                logs[kernel + 1] += Math.Log(Math.Max(LeastMass, Density(at, kernel, setting[at])));
        }

        var most = logs.Max();
        return most + Math.Log(logs.Sum(log => Math.Exp(log - most)) / logs.Length);
    }

    private double Density(int at, int kernel, double coordinate) => parameters[at] switch
    {
        ChoiceParameter choice => kernel < 0
            ? choice.Probabilities[(int)coordinate]
            : Shares(choice, (int)settings[kernel][at])[(int)coordinate],
        NumberParameter number when kernel < 0 && number.Normal is null =>
            number.Width(coordinate) is { } width ? (width.To - width.From) / (number.High - number.Low)
            : 1 / (number.High - number.Low),
        NumberParameter number => Density(
            number, kernel < 0 ? number.Normal!.Value : (settings[kernel][at], WidthOf(number)), coordinate),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// Of a normal distribution that is cut at the ends; of what stands for many coordinates, the share of them all (Bergstra,
    /// Yamins and Cox, "Making a Science of Model Search" (2013), on quantised distributions).
    /// </summary>
    private static double Density(NumberParameter number, (double Mean, double Deviation) kernel, double coordinate)
    {
        var (mean, deviation) = kernel;
        var density = number.Width(coordinate) is { } width
            ? Between(width.From, width.To)
            : Normal.PDF(mean, deviation, coordinate);
        return density / Math.Max(LeastMass, Between(number.Low, number.High));

        double Between(double from, double to) =>
            Normal.CDF(mean, deviation, to) - Normal.CDF(mean, deviation, from);
    }

    /// <summary>
    /// The kernel of Aitchison and Aitken (1976): the more settings there are, the less is left to other values.
    /// </summary>
    private double[] Shares(ChoiceParameter choice, int chosen)
    {
        var left = (double)choice.Values.Count / settings.Count;
        return [.. choice.Probabilities.Select((prior, value) => ((value == chosen ? 1 : 0) + (left * prior)) / (1 + left))];
    }

    /// <summary>
    /// By Scott's rule (1992), on the scale of coordinates: a tenth of the range, narrower the more settings there are, and
    /// less so the more parameters they have.
    /// </summary>
    private double WidthOf(NumberParameter number) =>
        Width * (number.High - number.Low) * Math.Pow(settings.Count, -1.0 / (parameters.Count + 4));
}
