using System.Globalization;
using System.Text;

namespace LoanGenerator;

/// <summary>The sample's data: the same bytes at every run, on every machine.</summary>
public static class LoanFile
{
    private const int Rows = 12_000;
    private const int Days = 730;
    private const ulong Seed = 20240229;

    private const string Header = "application_id,applied_on,sex,age_band,age,employment,employed_years,income,housing,purpose,"
        + "amount,months,debt_share,late_payments,history_years,rate,defaulted";

    private static readonly DateOnly First = new(2023, 1, 1);

    /// <summary>In UTF-8, with LF at the end of each line, in the order in which people applied.</summary>
    public static byte[] Bytes()
    {
        var random = new Xoshiro(Seed);
        var applicants = new Applicants(random);
        var text = new StringBuilder(Header).Append('\n');
        for (var row = 0; row < Rows; row++)
        {
            var application = applicants.Draw(row / (double)Rows);
            var isDefault = Risk.IsDefault(application, random);
            text.Append(Line(row, application, isDefault, random)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Line(int row, Application x, bool isDefault, Xoshiro random)
    {
        var day = First.AddDays(row * Days / Rows);
        var years = Known(x.EmployedYears, random, 0.06);
        var income = Known(x.Income, random, x.Employment == "self-employed" ? 0.08 : 0.02);
        var history = Known(x.HistoryYears, random, 0.05);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"L{100_000 + row},{day:yyyy-MM-dd},{x.Sex},{x.AgeBand},{x.Age},{x.Employment},{years},{income},{x.Housing},"
            + $"{x.Purpose},{x.Amount},{x.Months},{x.DebtShare},{x.LatePayments},{history},"
            + $"{x.Rate / 100}.{x.Rate % 100:00},{(isDefault ? "yes" : "no")}");
    }

    /// <summary>Nothing for the given share: what applicants did not say, and nobody asked again.</summary>
    private static string Known(int value, Xoshiro random, double missing) =>
        random.Chance(missing) ? "" : value.ToString(CultureInfo.InvariantCulture);
}
