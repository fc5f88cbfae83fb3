using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Scriban.Parsing;

namespace Scriban;

public class LogMessageBag : IReadOnlyList<LogMessage>
{
    private readonly List<LogMessage> _messages = [];

    public int Count => _messages.Count;

    public bool HasErrors => _messages.Any(x => x.Type == ParserMessageType.Error);

    public LogMessage this[int index] => _messages[index];

    public void Add(LogMessage message) => _messages.Add(message);

    public void AddRange(IEnumerable<LogMessage> messages) => _messages.AddRange(messages);

    public IEnumerator<LogMessage> GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join('\n', _messages);
}
