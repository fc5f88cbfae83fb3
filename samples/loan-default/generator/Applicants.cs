namespace LoanGenerator;

/// <summary>
/// Draws applications. Over the two years more people are self-employed, incomes and amounts grow, and rates rise: a mild drift.
/// Women earn a little less for the same work: what a model learns of income, it learns of sex.
/// </summary>
internal sealed class Applicants(Xoshiro random)
{
    public Application Draw(double time)
    {
        var sex = random.Chance(0.47) ? "F" : "M";
        var age = Age();
        var employment = Employment(age, time);
        var years = Whole(random.Uniform() * random.Uniform() * (age - 17), 0, 45);
        var income = Income(sex, age, employment, time);
        var (purpose, amount) = Loan(time);
        var late = LatePayments();
        return new Application
        {
            Time = time,
            Sex = sex,
            Age = age,
            Employment = employment,
            EmployedYears = employment is "unemployed" or "retired" ? 0 : years,
            Income = income,
            Housing = Housing(age),
            Purpose = purpose,
            Amount = amount,
            Months = random.Pick((12, 0.15), (24, 0.25), (36, 0.3), (48, 0.15), (60, 0.15)),
            DebtShare = Whole(18 + (11 * random.Normal()) + (3 * time), 0, 75),
            LatePayments = late,
            HistoryYears = Whole((age - 18) * random.Uniform(), 0, 40),
            Rate = Whole(520 + (260 * time) + (55 * late) + (90 * random.Normal()), 190, 1890),
        };
    }

    public static int Whole(double value, int low, int high) => Math.Clamp((int)Math.Floor(value), low, high);

    private int Age() => Whole(40 + (13 * random.Normal()), 18, 84);

    private string Employment(int age, double time) => age > 64 && random.Chance(0.8)
        ? "retired"
        : random.Pick(
            ("permanent", 0.66 - (0.06 * time)),
            ("temporary", 0.14),
            ("self-employed", 0.13 + (0.06 * time)),
            ("unemployed", 0.07));

    private int Income(string sex, int age, string employment, double time)
    {
        var level = employment switch
        {
            "permanent" => 41_000,
            "self-employed" => 39_000,
            "temporary" => 28_000,
            "retired" => 25_000,
            _ => 13_000,
        };
        var spread = 1 + (0.2 * random.Normal());
        var seniority = 1 + (0.006 * (Math.Min(age, 55) - 30));
        var gap = sex == "F" ? 0.95 : 1;
        return Whole(level * spread * spread * seniority * gap * (1 + (0.06 * time)) / 100, 40, 2500) * 100;
    }

    private string Housing(int age) => age < 30
        ? random.Pick(("rent", 0.75), ("mortgage", 0.15), ("own", 0.1))
        : random.Pick(("rent", 0.4), ("mortgage", 0.38), ("own", 0.22));

    private (string Purpose, int Amount) Loan(double time)
    {
        var (purpose, level) = random.Pick(
            (("car", 11_000), 0.36), (("home", 16_000), 0.24), (("education", 7_000), 0.16), (("other", 6_000), 0.24));
        var spread = 1 + (0.25 * random.Normal());
        return (purpose, Whole(level * spread * spread * (1 + (0.08 * time)) / 100, 5, 600) * 100);
    }

    private int LatePayments() =>
        random.Pick((0, 0.68), (1, 0.16), (2, 0.09), (3, 0.04), (4, 0.02), (6, 0.01));
}
