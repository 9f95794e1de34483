/**
 * A client of the Model Context Protocol by other people than the SDK's: connects, lists the tools, calls some, and
 * prints what it was told. Its one argument is JSON: `url`, or `command` and `args`; and `calls`, of name and input.
 */

import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as Stdio } from '@ai-sdk/mcp/mcp-stdio';

const { url, command, args, calls } = JSON.parse(process.argv[2]);
const transport = url ? { type: 'http', url } : new Stdio({ command, args });
const client = await createMCPClient({ transport });
try {
  const { tools: listed } = await client.listTools();
  const tools = await client.tools();
  const answers = [];
  for (const [name, input] of calls) {
    const { content, structuredContent, isError } = await tools[name].execute(input, { toolCallId: name, messages: [] });
    answers.push({ content, structuredContent, isError });
  }
  const { contents } = await client.readResource({ uri: 'kb://WKA-0002' });
  console.log(JSON.stringify({ server: client.serverInfo, instructions: client.instructions, listed, answers, contents }));
} finally {
  await client.close();
}
