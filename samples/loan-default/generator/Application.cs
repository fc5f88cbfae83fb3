namespace LoanGenerator;

/// <summary>Somebody who asks for a loan, as everything is known of them; the file leaves some of it out.</summary>
internal sealed record Application
{
    /// <summary>Where in the two years of the file it was made, from 0 to 1.</summary>
    public required double Time { get; init; }

    public required string Sex { get; init; }

    public required int Age { get; init; }

    public required string Employment { get; init; }

    public required int EmployedYears { get; init; }

    /// <summary>For a year.</summary>
    public required int Income { get; init; }

    public required string Housing { get; init; }

    public required string Purpose { get; init; }

    public required int Amount { get; init; }

    public required int Months { get; init; }

    /// <summary>What other debts take of the income, in percent.</summary>
    public required int DebtShare { get; init; }

    /// <summary>Within the last two years.</summary>
    public required int LatePayments { get; init; }

    public required int HistoryYears { get; init; }

    /// <summary>In hundredths of a percent.</summary>
    public required int Rate { get; init; }

    public string AgeBand => Age switch
    {
        < 26 => "18-25",
        < 41 => "26-40",
        < 61 => "41-60",
        _ => "61+",
    };

    /// <summary>The loan's payments of a year as a share of the income.</summary>
    public double Burden => Amount * (12.0 / Months) / Income;
}
