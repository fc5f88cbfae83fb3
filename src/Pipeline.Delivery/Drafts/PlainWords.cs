using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Delivery.Drafts;

/// <summary>Names that people gave to columns and files, as the plain words that they are made of.</summary>
internal static partial class PlainWords
{
    private const string Accented = "àáâãäåèéêëìíîïòóôõöøùúûüýçñ";
    private const string Unaccented = "aaaaaaeeeeiiiioooooouuuuycn";

    /// <summary>
    /// What law and ethics protect in persons, in English, German, French, Spanish, Portuguese, Italian and Dutch; of several
    /// words where one alone says too little.
    /// </summary>
    private static readonly string[] Protected =
    [
        "sex", "gender", "geschlecht", "sexe", "genre", "sexo", "genero", "sesso", "genere", "geslacht",
        "age", "alter", "edad", "idade", "eta", "leeftijd", "birth", "birthdate", "birthday", "dob", "geburtsdatum",
        "geburtsjahr", "naissance", "nacimiento", "nascimento", "nascita", "geboortedatum",
        "race", "ethnicity", "ethnic", "ethnie", "ethnizitat", "rasse", "raza", "etnia", "raca", "razza", "etniciteit",
        "religion", "faith", "konfession", "religiao", "religione", "religie",
        "disability", "disabled", "handicap", "behinderung", "invalidite", "discapacidad", "deficiencia", "disabilita",
        "nationality", "citizenship", "nationalitat", "staatsangehorigkeit", "nationalite", "nacionalidad", "nacionalidade",
        "nazionalita", "nationaliteit", "native country", "country of birth",
        "marital", "married", "familienstand", "etat civil", "estado civil", "stato civile", "civil status", "burgerlijke staat",
        "pregnant", "pregnancy", "schwanger", "enceinte", "sexual orientation", "skin color", "skin colour",
    ];

    /// <summary>Lower-case ASCII letters and digits; words end where a capital begins one, as in "ageBand".</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var apart = Capital().Replace(name, " ").ToLowerInvariant();
        var letters = apart.Where(x => CharUnicodeInfo.GetUnicodeCategory(x) != UnicodeCategory.NonSpacingMark).Select(Plain);
        return [.. Word().Matches(string.Concat(letters)).Select(x => x.Value)];
    }

    /// <summary>Whether a column's groups may have to be treated alike, by its name: a guess, for a person to judge.</summary>
    public static bool SayProtected(string column)
    {
        var words = $" {string.Join(' ', Of(column))} ";
        return Array.Exists(Protected, x => words.Contains($" {x} ", StringComparison.Ordinal));
    }

    /// <summary>Machines without the data of cultures take no letter apart.</summary>
    private static char Plain(char letter) => Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var place
        ? Unaccented[place]
        : letter;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Capital();

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();
}
