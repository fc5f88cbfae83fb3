using System.Globalization;
using System.Text;
using LoanGenerator;

namespace TemplateGenerator;

/// <summary>
/// The datasets that new repositories begin with, one for each task: the same bytes at every run, on every machine. In each of them
/// a model can know most of what matters, and chance does the rest.
/// </summary>
public static class TemplateData
{
    private const int Rows = 4_000;

    /// <summary>By the path below the template's models; UTF-8, with LF at the end of each line.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files() => new Dictionary<string, byte[]>
    {
        ["churn/data/customers.csv"] = File(
            "customer,plan,payment,months,monthly_charge,support_calls,logins,age_band,churned", 20260105, Customer),
        ["tickets/data/tickets.csv"] = File("ticket,topic,channel,product,order_days,tracking_visits,photo,queue", 20260206, Ticket),
        ["delivery-time/data/parcels.csv"] = File(
            "parcel,service,weight_kg,distance_km,handed_over,stops,remote,hours", 20260307, Parcel),
    };

    /// <summary>The digit that makes a number pass the test of Luhn (ISO/IEC 7812-1), behind the number.</summary>
    private static string WithCheckDigit(int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 > 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return $"{digits}{(10 - (sum % 10)) % 10}";
    }

    private static byte[] File(string header, ulong seed, Func<int, Xoshiro, FormattableString> line)
    {
        var random = new Xoshiro(seed);
        var text = new StringBuilder(header).Append('\n');
        for (var row = 0; row < Rows; row++)
            text.Append(line(row, random).ToString(CultureInfo.InvariantCulture)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Who is new, calls often and seldom logs in leaves, and sooner on the cheapest plan.</summary>
    private static FormattableString Customer(int row, Xoshiro random)
    {
        var plan = random.Pick(("basic", 0.5), ("plus", 0.32), ("pro", 0.18));
        var payment = random.Pick(("card", 0.55), ("debit", 0.3), ("invoice", 0.15));
        var months = Whole(1 + (72 * random.Uniform() * random.Uniform()));
        var charge = plan switch { "basic" => 1_100, "plus" => 2_300, _ => 4_200 } + Whole(180 * random.Normal());
        var calls = random.Pick((0, 0.48), (1, 0.26), (2, 0.13), (3, 0.07), (4, 0.04), (6, 0.02));
        var logins = Math.Max(Whole(13 + (6 * random.Normal())), 0);
        var age = random.Pick(("18-29", 0.24), ("30-49", 0.38), ("50-64", 0.24), ("65+", 0.14));
        var score = -1.9 + (0.62 * calls) - (0.14 * (logins - 13)) - (0.035 * Math.Min(months, 40))
            + plan switch { "basic" => 0.35, "plus" => 0, _ => -0.4 } + (payment == "invoice" ? 0.5 : 0);
        var left = score + (0.8 * random.Normal()) > 0 ? "yes" : "no";
        var known = random.Chance(0.03) ? "" : logins.ToString(CultureInfo.InvariantCulture);
        return $"C{WithCheckDigit(100_000 + row)},{plan},{payment},{months},{Hundredths(charge)},{calls},{known},{age},{left}";
    }

    /// <summary>What the customer chose says most, and more with how old the order is; a few tickets were filed by mistake.</summary>
    private static FormattableString Ticket(int row, Xoshiro random)
    {
        var queue = random.Pick(("billing", 0.3), ("delivery", 0.3), ("technical", 0.22), ("returns", 0.18));
        var (own, near) = queue switch
        {
            "billing" => ("payment", "order"),
            "delivery" => ("order", "payment"),
            "technical" => ("device", "order"),
            _ => ("order", "device"),
        };
        var topic = random.Pick((own, 0.72), (near, 0.13), ("other", 0.15));
        var product = random.Pick(("lamp", 0.4), ("speaker", 0.35), ("thermostat", 0.25));
        var channel = queue == "technical"
            ? random.Pick(("chat", 0.6), ("email", 0.25), ("form", 0.15))
            : random.Pick(("email", 0.5), ("form", 0.3), ("chat", 0.2));
        var days = queue switch
        {
            "delivery" => Whole(9 * random.Uniform()),
            "returns" => 8 + Whole(25 * random.Uniform()),
            "billing" => 2 + Whole(40 * random.Uniform()),
            _ => 5 + Whole(500 * random.Uniform() * random.Uniform()),
        };
        var tracked = queue == "delivery" ? 1 + Whole(6 * random.Uniform()) : Whole(2 * random.Uniform() * random.Uniform() * 2);
        var photo = random.Chance(queue switch { "returns" => 0.6, "technical" => 0.35, _ => 0.04 }) ? "yes" : "no";
        var filed = random.Chance(0.03) ? random.Pick(("billing", 0.5), ("technical", 0.5)) : queue;
        return $"T{WithCheckDigit(500_000 + row)},{topic},{channel},{product},{days},{tracked},{photo},{filed}";
    }

    /// <summary>Distance and stops take time; weekends and remote places more of it, the express service less.</summary>
    private static FormattableString Parcel(int row, Xoshiro random)
    {
        var service = random.Pick(("standard", 0.7), ("express", 0.3));
        var weight = 2 + Whole(180 * random.Uniform() * random.Uniform());
        var distance = 5 + Whole(900 * random.Uniform() * random.Uniform());
        var day = random.Pick(
            ("monday", 0.19), ("tuesday", 0.17), ("wednesday", 0.17), ("thursday", 0.17), ("friday", 0.18), ("saturday", 0.12));
        var stops = 1 + Whole(distance / 160.0 * (0.6 + random.Uniform()));
        var remote = random.Chance(0.12);
        var wait = day switch { "friday" => 9, "saturday" => 22, _ => 0 };
        var hours = 10 + (distance * 0.035) + (5 * stops) + wait + (remote ? 12 : 0) + (weight > 100 ? 6 : 0);
        hours = ((service == "express" ? 0.55 : 1) * hours * (1 + (0.08 * random.Normal()))) + (2 * random.Normal());
        var known = random.Chance(0.02) ? "" : Tenths(weight);
        var taken = Tenths(Math.Max(Whole(hours * 10), 20));
        return $"P{WithCheckDigit(700_000 + row)},{service},{known},{distance},{day},{stops},{(remote ? "yes" : "no")},{taken}";
    }

    private static int Whole(double value) => (int)Math.Floor(value);

    private static string Tenths(int value) => $"{value / 10}.{value % 10}";

    private static string Hundredths(int value) => $"{value / 100}.{value % 100:00}";
}
