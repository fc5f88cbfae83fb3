namespace LoanGenerator;

/// <summary>
/// Whether a loan is repaid: what can be known of it decides up to a point, and chance does the rest, so that no model can do
/// better than an ROC AUC of about 0.87. The burden of the debt weighs more as rates rise. Of people who are alike in all else,
/// women and the young were called defaulters a little more often: the bias that an audit should find.
/// </summary>
internal static class Risk
{
    /// <summary>In deviations of the noise; above zero, a default is likelier than not.</summary>
    public static double Score(Application x) =>
        -1.45
        + Money(x)
        + Habits(x)
        + Standing(x)
        + (x.Sex == "F" ? 0.08 : 0)
        + (x.Age < 26 ? 0.15 : 0);

    public static bool IsDefault(Application application, Xoshiro random) => Score(application) + random.Normal() > 0;

    private static double Money(Application x)
    {
        var burden = Math.Min(x.Burden, 0.8);
        var debt = (0.022 + (0.008 * x.Time)) * (x.DebtShare - 18);
        var squeeze = x.DebtShare > 28 && burden > 0.2 ? 0.55 : 0;
        return (2.3 * burden) + debt + squeeze + (x.Income < 22_000 ? 0.3 : 0) - (x.Income > 55_000 ? 0.25 : 0);
    }

    private static double Habits(Application x) =>
        (0.52 * Math.Min(x.LatePayments, 4)) - (0.022 * Math.Min(x.HistoryYears, 20)) + (0.0006 * (x.Rate - 650));

    private static double Standing(Application x)
    {
        var work = x.Employment switch
        {
            "permanent" => -0.15 - (0.03 * Math.Min(x.EmployedYears, 12)),
            "temporary" => 0.3,
            "self-employed" => 0.2 - (0.045 * Math.Min(x.EmployedYears, 10)),
            "unemployed" => 0.75,
            _ => -0.1,
        };
        var home = x.Housing switch { "own" => -0.3, "mortgage" => -0.12, _ => 0.12 };
        var purpose = x.Purpose switch { "education" => 0.12, "other" => 0.25, "home" => -0.1, _ => 0 };
        return work + home + purpose;
    }
}
