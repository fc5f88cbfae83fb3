using System;

namespace Scriban.Parsing;

/// <summary>Ends parsing where going on is pointless or unsafe; the messages say why.</summary>
internal sealed class ParseStoppedException : Exception;
